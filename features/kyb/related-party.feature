Feature: Related party
  Related parties are the persons behind a company: its owners, its
  beneficiaries, its representatives. Compliance declares them during the
  review, and each of them is verified.

  Background:
    Given a merchant who listens for events
    And Acme has a submitted KYB session

  @source-K @source-R
  Rule: KYB-11 Compliance declares the related parties of a company, and each gets a KYC session

    @KYB-11.1
    Scenario Outline: A declared <role> gets a KYC session
      When the operator declares Carla as <role> of Acme
      Then the answer is 201
      And as the reference says, these events are delivered:
        | event                             | data.relatedParty.id | data.relatedParty.roleType | data.relatedParty.status | data.kycSession.id |
        | related_party.kyc_session_created | {carla.party}        | <role>                     | KYC_PENDING              | {carla.session}    |

      Examples: The three roles
        | role                      |
        | SHAREHOLDER               |
        | UBO                       |
        | AUTHORIZED_REPRESENTATIVE |

    @KYB-11.2 @source-R
    Scenario: The event names the person and the company
      When the operator declares Carla as SHAREHOLDER of Acme
        """
        lastName: Neumann
        email: carla.neumann@example.com
        phoneNumber: "+4915112345678"
        nationality: DE
        ownershipPercentage: 30
        residentialAddress: {addressLine1: Torstraße 7, city: Berlin, provinceState: Berlin, postalCode: "10119", country: DE}
        """
      Then these events are delivered:
        | event                             | data.businessUser.name | data.relatedParty.firstName | data.relatedParty.lastName | data.relatedParty.email   | data.relatedParty.nationality | data.relatedParty.ownershipPercentage | data.relatedParty.phoneNumber | data.relatedParty.residentialAddress.addressLine1 | data.relatedParty.residentialAddress.city | data.relatedParty.residentialAddress.postalCode |
        | related_party.kyc_session_created | Acme S.L.              | Carla                       | Neumann                    | carla.neumann@example.com | DE                            | 30                                    | +4915112345678                | Torstraße 7                                       | Berlin                                    | 10119                                           |

    @KYB-11.3 @source-R
    Scenario: Each related party sends an event of its own
      When the operator declares Carla as SHAREHOLDER of Acme
      And the operator declares Bruno as UBO of Acme
      Then these events are delivered:
        | event                             | data.relatedParty.id | data.kycSession.id |
        | related_party.kyc_session_created | {carla.party}        | {carla.session}    |
        | related_party.kyc_session_created | {bruno.party}        | {bruno.session}    |

    @KYB-11.19 @source-R
    Scenario: Shares with decimals are shown in the events as they were declared
      When the operator declares Carla as SHAREHOLDER of Acme
        """
        ownershipPercentage: 33.33
        """
      And the operator declares Bruno as UBO of Acme
        """
        ownershipPercentage: 12.5
        """
      Then these events are delivered:
        | event                             | data.relatedParty.id | data.relatedParty.ownershipPercentage |
        | related_party.kyc_session_created | {carla.party}        | 33.33                                 |
        | related_party.kyc_session_created | {bruno.party}        | 12.5                                  |

    @KYB-11.4
    Scenario: The declaration of a related party does not decide the KYB session
      When the operator declares Carla as UBO of Acme
      Then the KYB session of Acme is IN_REVIEW
      And the level of Acme is LIGHT
      And the KYC session of Carla is PENDING

    @KYB-11.5 @decided
    Scenario: A related party can be declared while more documents are awaited
      When the operator requests information on the KYB session of Acme
      And the operator declares Carla as UBO of Acme
      Then the answer is 201
      And these events are delivered:
        | related_party.kyc_session_created |

    @KYB-11.6 @decided
    Scenario Outline: No related party can be declared for <session>
      Given Globex has <session>
      When the operator declares Carla as UBO of Globex
      Then it is refused with 409 <code>
      And nothing has changed

      Examples: Not under review
        | session                 | code               |
        | a new KYB session       | invalid_transition |
        | a complete KYB session  | invalid_transition |
        | an approved KYB session | session_final      |
        | a rejected KYB session  | session_final      |

    @KYB-11.7 @decided
    Scenario Outline: A declaration with an invalid <field> is refused
      When the operator declares Carla as UBO of Acme
        """
        <change>
        """
      Then it is refused with 422 validation_failed
        | field   | code   |
        | <field> | <code> |
      And nothing has changed

      Examples: Required declarations
        | field                       | change                              | code           |
        | /roleType                   | roleType: null                      | required       |
        | /roleType                   | roleType: DIRECTOR                  | unknown_value  |
        | /firstName                  | firstName: null                     | required       |
        | /lastName                   | lastName: null                      | required       |
        | /email                      | email: null                         | required       |
        | /nationality                | nationality: null                   | required       |
        | /nationality                | nationality: XX                     | unknown_value  |
        | /residentialAddress         | residentialAddress: null            | required       |
        | /residentialAddress/country | residentialAddress: {country: null} | required       |
        | /ownershipPercentage        | ownershipPercentage: 101            | out_of_range   |
        | /phoneNumber                | phoneNumber: "12"                   | invalid_format |
