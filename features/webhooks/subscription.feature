Feature: Subscriptions to single events
  A merchant may ask for one type of event alone. Nothing else that happens is
  delivered.

  @source-W
  Rule: HOOK-5 Only subscribed event types are delivered

    Background:
      Given a merchant

    @HOOK-5.6
    Scenario: A subscription to payins in processing does not deliver how they end
      Given the merchant listens only for "payin.processing"
      And Ana has a EUR account
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      And a bank payin of EUR 100.00 to Ana's EUR account fails
      Then these events are delivered:
        | payin.processing |
        | payin.processing |

    @HOOK-5.7 @source-R @needs-clock
    Scenario: A subscription to expired sessions does not deliver those that were decided
      Given the merchant listens only for "kyc.session_expired"
      And Ana has an open KYC session
      And Bruno has an open KYC session
      And Carla has an open KYC session
      When the operator approves the KYC session of Bruno
      And the operator rejects the KYC session of Carla
      And 7 days pass
      Then these events are delivered:
        | event               | data.userId |
        | kyc.session_expired | {ana}       |

    @HOOK-5.8 @source-R
    Scenario: A subscription to the levels of companies does not deliver those of persons
      Given the merchant listens only for "kyb.state_updated"
      And Acme has a submitted KYB session
      And Ana has an open KYC session
      When the operator approves the KYC session of Ana
      And the operator approves the KYB session of Acme
      Then these events are delivered:
        | event             | data.userId |
        | kyb.state_updated | {acme}      |

    @HOOK-5.9 @source-R
    Scenario Outline: A subscription to <event> delivers no other event of a virtual IBAN
      Given the merchant listens only for "<event>"
      And Ana has a EUR account
      When the merchant asks for a SEPA vIBAN for Ana's EUR account
      And the operator rejects the vIBAN
      And the merchant asks for a SEPA vIBAN for Ana's EUR account
      And the operator activates the vIBAN
      And the merchant deactivates the vIBAN
      Then these events are delivered:
        | <event> |

      Examples: Events of the reference
        | event             |
        | viban.activated   |
        | viban.failed      |
        | viban.deactivated |

    @HOOK-5.10
    Scenario: A new subscription takes the place of the one before
      Given the merchant listens only for "account.activated, payin.processing, payin.completed"
      And Ana is a verified user
      And the merchant listens only for "payin.completed"
      When the merchant opens a EUR account for Ana
      And a bank payin of EUR 100.00 to Ana's EUR account settles
      Then these events are delivered:
        | payin.completed |
