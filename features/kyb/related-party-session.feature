Feature: The verification of a related party
  A related party is verified like a user: in a session of seven days that
  compliance decides.

  Background:
    Given a merchant who listens for events
    And Acme has a submitted KYB session

  @source-K @source-R
  Rule: KYB-11 Compliance declares the related parties of a company, and each gets a KYC session

    @KYB-11.8
    Scenario: An approved session verifies the related party
      When the operator declares Carla as UBO of Acme
      And the operator approves the KYC session of Carla
      Then the KYC session of Carla is VERIFIED
      And as the reference says, these events are delivered:
        | event                             | data.relatedPartyId | data.sessionId  | data.entityType | data.state |
        | related_party.kyc_session_created |                     |                 |                 |            |
        | kyc.session_verified              | {carla.party}       | {carla.session} | related-party   |            |
        | kyc.state_updated                 | {carla.party}       |                 | related-party   | REGULAR    |

    @KYB-11.9
    Scenario: A rejected session rejects the related party
      When the operator declares Carla as UBO of Acme
      And the operator rejects the KYC session of Carla
      Then the KYC session of Carla is REJECTED
      And as the reference says, these events are delivered:
        | event                             | data.relatedPartyId | data.sessionId  | data.entityType |
        | related_party.kyc_session_created |                     |                 |                 |
        | kyc.session_failed                | {carla.party}       | {carla.session} | related-party   |

    @KYB-11.10
    Scenario: A related party in manual review can still be verified
      When the operator declares Carla as UBO of Acme
      And the operator sends to review the KYC session of Carla
      And the operator approves the KYC session of Carla
      Then the KYC session of Carla is VERIFIED
      And as the reference says, these events are delivered:
        | event                             | data.relatedPartyId |
        | related_party.kyc_session_created |                     |
        | kyc.session_manual_review         | {carla.party}       |
        | kyc.session_verified              | {carla.party}       |
        | kyc.state_updated                 | {carla.party}       |

    @KYB-11.11 @source-R @needs-clock
    Scenario: The session of a related party expires after seven days
      When the operator declares Carla as UBO of Acme
      And 7 days pass
      And the merchant logs in
      Then the KYC session of Carla is EXPIRED
      And these events are delivered:
        | event                             | data.relatedPartyId | data.sessionId  | data.entityType |
        | related_party.kyc_session_created |                     |                 |                 |
        | kyc.session_expired               | {carla.party}       | {carla.session} | related-party   |

    @KYB-11.12 @needs-clock
    Scenario: A related party can still be verified on the seventh day
      When the operator declares Carla as UBO of Acme
      And 6 days pass
      And 23 hours pass
      And the merchant logs in
      And the operator approves the KYC session of Carla
      Then the KYC session of Carla is VERIFIED
      And as the reference says, these events are delivered:
        | related_party.kyc_session_created |
        | kyc.session_verified              |
        | kyc.state_updated                 |

    @KYB-11.13
    Scenario: A rejected related party gets a new session
      When the operator declares Carla as UBO of Acme
      And the operator rejects the KYC session of Carla
      And the operator opens a KYC session for Carla
      Then the answer is 201
      And the KYC session of Carla is PENDING
      And as the reference says, these events are delivered:
        | event                             | data.relatedParty.id | data.relatedParty.firstName | data.kycSession.id |
        | related_party.kyc_session_created | {carla.party}        | Carla                       |                    |
        | kyc.session_failed                |                      |                             |                    |
        | related_party.kyc_session_created | {carla.party}        | Carla                       | {carla.session}    |

    @KYB-11.14 @source-R @needs-clock
    Scenario: A related party whose session expired gets a new session and is verified
      When the operator declares Carla as UBO of Acme
      And 7 days pass
      And the merchant logs in
      And the operator opens a KYC session for Carla
      And the operator approves the KYC session of Carla
      Then the KYC session of Carla is VERIFIED
      And these events are delivered:
        | related_party.kyc_session_created |
        | kyc.session_expired               |
        | related_party.kyc_session_created |
        | kyc.session_verified              |
        | kyc.state_updated                 |

    @KYB-11.15 @decided
    Scenario Outline: A new session for a related party who <case> is refused
      When the operator declares Carla as UBO of Acme
      And the operator <decides> the KYC session of Carla
      And the operator opens a KYC session for Carla
      Then it is refused with 409 <code>
      And the KYC session of Carla is <state>

      Examples: Undecided or verified
        | case         | decides         | code             | state    |
        | is looked at | sends to review | session_open     | PENDING  |
        | is verified  | approves        | already_verified | VERIFIED |

    @KYB-11.16 @decided
    Scenario: A new session is refused while the new one is undecided
      When the operator declares Carla as UBO of Acme
      And the operator opens a KYC session for Carla
      Then it is refused with 409 session_open
      And these events are delivered:
        | related_party.kyc_session_created |

    @KYB-11.17 @decided
    Scenario: The session of a related party is not found among the company's own sessions
      When the operator declares Carla as UBO of Acme
      And the merchant sends GET /api/v1/account/users/{acme}/identity-verifications/{carla.session}
      Then it is refused with 404 not_found
