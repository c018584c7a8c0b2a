Feature: Related parties as a condition for approval
  A company is approved only when all of its declared related parties are
  verified.

  Background:
    Given a merchant who listens for events
    And Acme has a submitted KYB session

  @source-K
  Rule: KYB-12 Approval needs every related party to be verified; a refusal names those who are not

    @KYB-12.1
    Scenario: A company whose related parties are all verified can be approved
      When the operator declares Carla as UBO of Acme
      And the operator declares Bruno as SHAREHOLDER of Acme
      And the operator approves the KYC session of Carla
      And the operator approves the KYC session of Bruno
      And the operator approves the KYB session of Acme
      Then the KYB session of Acme is APPROVED
      And the level of Acme is REGULAR
      And as the reference says, these events are delivered:
        | related_party.kyc_session_created |
        | related_party.kyc_session_created |
        | kyc.session_verified              |
        | kyc.state_updated                 |
        | kyc.session_verified              |
        | kyc.state_updated                 |
        | kyb.state_updated                 |

    @KYB-12.2
    Scenario Outline: Approval is refused while a related party <case>
      When the operator declares Carla as <role> of Acme
      And the operator <decides> the KYC session of Carla
      And the operator approves the KYB session of Acme
      Then it is refused with 409 related_parties_pending
      And as decided, the answer contains:
        """
        missing: [Carla Garcia]
        """
      And the KYB session of Acme is IN_REVIEW
      And the level of Acme is LIGHT
      And as the reference says, these events are delivered:
        | related_party.kyc_session_created |
        | <told>                            |

      @source-R
      Examples: In review
        | case         | role | decides         | told                      |
        | is looked at | UBO  | sends to review | kyc.session_manual_review |

      Examples: Not verified
        | case         | role                      | decides | told               |
        | was rejected | SHAREHOLDER               | rejects | kyc.session_failed |
        | was rejected | AUTHORIZED_REPRESENTATIVE | rejects | kyc.session_failed |

    @KYB-12.3
    Scenario: Approval is refused while a related party has not begun
      When the operator declares Carla as UBO of Acme
      And the operator approves the KYB session of Acme
      Then it is refused with 409 related_parties_pending
      And the KYB session of Acme is IN_REVIEW
      And as the reference says, these events are delivered:
        | related_party.kyc_session_created |

    @KYB-12.4 @source-R @needs-clock
    Scenario: Approval is refused while the session of a related party has expired
      When the operator declares Carla as UBO of Acme
      And 7 days pass
      And the merchant logs in
      And the operator approves the KYB session of Acme
      Then it is refused with 409 related_parties_pending
      And as decided, the answer contains:
        """
        missing: [Carla Garcia]
        """
      And these events are delivered:
        | related_party.kyc_session_created |
        | kyc.session_expired               |

    @KYB-12.5
    Scenario: The refusal names only the related parties who are not verified
      When the operator declares Carla as UBO of Acme
      And the operator declares Bruno as SHAREHOLDER of Acme
      And the operator declares Diana as SHAREHOLDER of Acme
      And the operator approves the KYC session of Bruno
      And the operator approves the KYB session of Acme
      Then it is refused with 409 related_parties_pending
      And as decided, the answer contains:
        """
        missing: [Carla Garcia, Diana Garcia]
        """
      And as the reference says, these events are delivered:
        | related_party.kyc_session_created |
        | related_party.kyc_session_created |
        | related_party.kyc_session_created |
        | kyc.session_verified              |
        | kyc.state_updated                 |

    @KYB-12.6
    Scenario: A related party who is verified in a second session no longer blocks the approval
      When the operator declares Carla as UBO of Acme
      And the operator rejects the KYC session of Carla
      And the operator opens a KYC session for Carla
      And the operator approves the KYC session of Carla
      And the operator approves the KYB session of Acme
      Then the KYB session of Acme is APPROVED
      And as the reference says, these events are delivered:
        | related_party.kyc_session_created |
        | kyc.session_failed                |
        | related_party.kyc_session_created |
        | kyc.session_verified              |
        | kyc.state_updated                 |
        | kyb.state_updated                 |

    @KYB-12.7
    Scenario: Related parties of another company do not affect the approval
      Given Globex has a submitted KYB session
      When the operator declares Carla as UBO of Globex
      And the operator approves the KYB session of Acme
      Then the KYB session of Acme is APPROVED
      And the KYB session of Globex is IN_REVIEW
      And as the reference says, these events are delivered:
        | related_party.kyc_session_created |
        | kyb.state_updated                 |

    @KYB-12.8 @decided
    Scenario: A company may be rejected while related parties are not verified
      When the operator declares Carla as UBO of Acme
      And the operator rejects the KYB session of Acme
      Then the KYB session of Acme is REJECTED
      And these events are delivered:
        | related_party.kyc_session_created |

    @KYB-12.9
    Scenario: A company without related parties is approved at once
      When the operator approves the KYB session of Acme
      Then the KYB session of Acme is APPROVED
      And these events are delivered:
        | kyb.state_updated |
