Feature: The end of a verification
  A session ends by a decision or by expiry, and never changes afterwards.

  Background:
    Given a merchant who listens for events
    And Ana has an open KYC session

  @source-R
  Rule: KYC-5 An undecided session expires after seven days; a decided one never does

    @KYC-5.1 @needs-clock
    Scenario: An undecided session expires after seven days
      When 7 days pass
      And the merchant logs in
      Then the KYC session of Ana is EXPIRED
      And the level of Ana is LIGHT
      And these events are delivered:
        | event               | data.sessionId | data.userId |
        | kyc.session_expired | {ana.session}  | {ana}       |

    @KYC-5.2 @needs-clock
    Scenario: A session has not expired just before seven days
      When 6 days pass
      And 23 hours pass
      And the merchant logs in
      Then the KYC session of Ana is NOT_STARTED
      When the operator approves the KYC session of Ana
      Then the level of Ana is REGULAR
      And these events are delivered:
        | kyc.session_verified |
        | kyc.state_updated    |

    @KYC-5.3 @needs-clock
    Scenario: A session in review expires as well
      When the operator sends to review the KYC session of Ana
      And 7 days pass
      And the merchant logs in
      Then the KYC session of Ana is EXPIRED
      And these events are delivered:
        | kyc.session_manual_review |
        | kyc.session_expired       |

    @KYC-5.4 @needs-clock
    Scenario: An approved session does not expire
      When the operator approves the KYC session of Ana
      And 8 days pass
      And the merchant logs in
      Then the KYC session of Ana is VERIFIED
      And the level of Ana is REGULAR
      And these events are delivered:
        | kyc.session_verified |
        | kyc.state_updated    |

    @KYC-5.5 @needs-clock
    Scenario: A rejected session does not expire
      When the operator rejects the KYC session of Ana
      And 8 days pass
      And the merchant logs in
      Then the KYC session of Ana is REJECTED
      And these events are delivered:
        | kyc.session_failed |

    @KYC-5.6 @needs-clock
    Scenario: A user whose session has expired can be verified by another one
      When 7 days pass
      And the merchant logs in
      And the merchant opens a KYC session for Ana
      And the operator approves the KYC session of Ana
      Then the KYC session of Ana is VERIFIED
      And the level of Ana is REGULAR
      When 8 days pass
      And the merchant logs in
      Then the KYC session of Ana is VERIFIED
      And these events are delivered:
        | kyc.session_expired  |
        | kyc.session_verified |
        | kyc.state_updated    |

  @source-S
  Rule: KYC-6 A decided or expired session accepts no further decision

    @KYC-6.1
    Scenario Outline: An approved session takes no further decision (compliance <again>)
      When the operator approves the KYC session of Ana
      And the operator <again> the KYC session of Ana
      Then it is refused with 409 session_final
      And the KYC session of Ana is VERIFIED
      And the level of Ana is REGULAR
      And these events are delivered:
        | kyc.session_verified |
        | kyc.state_updated    |

      Examples: Further decisions
        | again           |
        | approves        |
        | rejects         |
        | sends to review |

    @KYC-6.2
    Scenario Outline: A rejected session takes no further decision (compliance <again>)
      When the operator rejects the KYC session of Ana
      And the operator <again> the KYC session of Ana
      Then it is refused with 409 session_final
      And the KYC session of Ana is REJECTED
      And the level of Ana is LIGHT
      And these events are delivered:
        | kyc.session_failed |

      Examples: Further decisions
        | again           |
        | approves        |
        | rejects         |
        | sends to review |

    @KYC-6.3 @needs-clock
    Scenario Outline: An expired session takes no further decision (compliance <again>)
      When 7 days pass
      And the merchant logs in
      And the operator <again> the KYC session of Ana
      Then it is refused with 409 session_final
      And the KYC session of Ana is EXPIRED
      And the level of Ana is LIGHT
      And these events are delivered:
        | kyc.session_expired |

      Examples: Further decisions
        | again           |
        | approves        |
        | rejects         |
        | sends to review |

    @KYC-6.4
    Scenario Outline: A related party who is verified takes no further decision (compliance <again>)
      Given Acme has a submitted KYB session
      When the operator declares Carla as UBO of Acme
      And the operator approves the KYC session of Carla
      And the operator <again> the KYC session of Carla
      Then it is refused with 409 session_final
      And the KYC session of Carla is VERIFIED

      Examples: Further decisions
        | again           |
        | approves        |
        | rejects         |
        | sends to review |
