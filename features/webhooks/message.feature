Feature: Messages of webhooks
  Every delivery is one message in one form, signed so that the merchant can
  verify the sender. The suite checks form and signature of every delivery in
  every scenario.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: HOOK-2 A delivery is a POST with a JSON body

    @HOOK-2.1
    Scenario: An event arrives as JSON
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      Then these events are delivered:
        | event            | eventType        |
        | payin.processing | payin.processing |
        | payin.completed  | payin.completed  |

  @source-W @source-R
  Rule: HOOK-4 Every delivery is signed over its raw body with the webhook secret

    @HOOK-4.1
    Scenario: A message with plain letters has a valid signature
      When the merchant pays EUR 100.00 out of Ana's EUR account
      Then these events are delivered:
        | payout.processing |
        | payout.completed  |

    @HOOK-4.2
    Scenario: A message with letters of all scripts and emoji has a valid signature
      When the merchant pays EUR 100.00 out of Ana's EUR account
        """
        reference: "Añó – 50 € \"quoted\" 貯金 💶 \\ </script>"
        """
      Then the answer is 201
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @HOOK-4.3 @needs-clock @needs-drain
    Scenario: A later attempt has the same signature as the first
      Given the merchant's endpoint answers 503 once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 10 seconds pass
      Then the delivery of account.activated is attempted 2 times

    @HOOK-4.4 @decided
    Scenario: A rotated secret signs all later deliveries
      When the merchant opens a EUR account for Ana
      And the operator rotates the webhook secret
      And the merchant opens a USD account for Ana
      Then these events are delivered:
        | account.activated |
        | account.activated |

    @HOOK-4.5 @decided @needs-clock @needs-drain
    Scenario: A later attempt is signed with the rotated secret
      Given the merchant's endpoint answers 503 once
      When the merchant opens a EUR account for Ana
      And the operator rotates the webhook secret
      And 10 seconds pass
      Then the delivery of account.activated is attempted 2 times

  @source-W @source-R
  Rule: HOOK-6 A message carries an event id, its type, a time and its data

    @HOOK-6.1
    Scenario: The event of an account has a valid envelope and data
      When the merchant opens a USD account for Ana
      Then these events are delivered:
        | event             | eventType         | data.accountId |
        | account.activated | account.activated | {ana.usd}      |

    @HOOK-6.2
    Scenario: The events of a payin have a valid envelope and data
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      Then these events are delivered:
        | event            | data.status | data.payinType | data.orderId |
        | payin.processing | PROCESSING  | bankPayin      | {order}      |
        | payin.completed  | COMPLETED   | bankPayin      | {order}      |

    @HOOK-6.3
    Scenario: The events of a failed payin have a valid envelope and data
      When a card payin of EUR 100.00 to Ana's EUR account fails
      Then these events are delivered:
        | event            | data.status | data.payinType | data.amounts.receivedAmount.amount |
        | payin.processing | PROCESSING  | cardPayin      | 10000                              |
        | payin.failed     | FAILED      | cardPayin      | 10000                              |

    @HOOK-6.4
    Scenario: The events of a payout have a valid envelope and data
      When the merchant pays EUR 100.00 out of Ana's EUR account
      Then these events are delivered:
        | event             | data.status | data.payoutType | data.amounts.debitedAmount.amount |
        | payout.processing | PROCESSING  | bankPayout      | 10000                             |
        | payout.completed  | COMPLETED   | bankPayout      | 10000                             |

    @HOOK-6.5
    Scenario: The events of a transfer have a valid envelope and data
      Given Bruno has a EUR account
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
        """
        reference: Shared dinner
        """
      Then these events are delivered:
        | event               | data.status | data.orderId | data.ownReference |
        | transfer.processing | PROCESSING  | {order}      | Shared dinner     |
        | transfer.completed  | COMPLETED   | {order}      | Shared dinner     |

    @HOOK-6.6
    Scenario: The events of a verification have a valid envelope and data
      Given Bruno has an open KYC session
      When the operator approves the KYC session of Bruno
      Then these events are delivered:
        | event                | data.userId | data.entityType | data.state |
        | kyc.session_verified | {bruno}     | user            |            |
        | kyc.state_updated    | {bruno}     | user            | REGULAR    |

    @HOOK-6.7
    Scenario: The event of a failed verification has a valid envelope and data
      Given Bruno has an open KYC session
      When the operator rejects the KYC session of Bruno
      Then these events are delivered:
        | event              | data.userId | data.entityType | data.sessionId  |
        | kyc.session_failed | {bruno}     | user            | {bruno.session} |

  @source-R
  Rule: HOOK-7 An event has an identifier of its own, the same on every attempt

    @HOOK-7.1
    Scenario: Two events of one type have different ids
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      And a bank payin of EUR 100.00 to Ana's EUR account settles
      Then these events are delivered:
        | payin.processing |
        | payin.processing |
        | payin.completed  |
        | payin.completed  |

    @HOOK-7.2 @decided @needs-clock @needs-drain
    Scenario: Two attempts of one event have the same id
      Given the merchant's endpoint answers 503 once
      When the merchant opens a EUR account for Ana
      And 10 seconds pass
      Then the delivery of account.activated is attempted 2 times
      And these events are delivered:
        | account.activated |
