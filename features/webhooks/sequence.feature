Feature: Order and completeness of events
  The merchant receives every event of each payment, in order, and no event of
  a change that did not happen. A crash between a change and its event cannot
  be caused from outside; the sandbox's own tests cover it.

  @decided
  Rule: HOOK-11 First attempts about one resource follow the order of its events; retries do not delay later events

    Background:
      Given a merchant
      And the merchant listens only for "payin.processing, payin.completed"
      And Ana has a EUR account

    @HOOK-11.1
    Scenario: The events of one order are delivered in the order of its states
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      Then these events are delivered:
        | event            | data.orderId |
        | payin.processing | {order}      |
        | payin.completed  | {order}      |

    @HOOK-11.2
    Scenario: The first attempt of a later event waits for the first attempt of the earlier one
      Given the merchant's endpoint holds its answer
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      Then the delivery of payin.processing is attempted 1 time
      When a bank payin of EUR 1.00 to Ana's EUR account settles
      Then the delivery of payin.processing is attempted 2 times
      And the delivery of payin.completed is attempted 0 times
      When the merchant's endpoint answers after all
      Then these events are delivered:
        | event            | data.orderId |
        | payin.processing | {order.1}    |
        | payin.completed  | {order.1}    |
        | payin.processing | {order}      |
        | payin.completed  | {order}      |

    @HOOK-11.3 @needs-clock @needs-drain
    Scenario: A later event does not wait for a retry of the earlier one
      Given the merchant's endpoint answers 503 once
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      Then the delivery of payin.completed is delivered
      And the delivery of payin.processing is pending
      When 10 seconds pass
      Then the delivery of payin.processing is attempted 2 times
      And the delivery of payin.processing is delivered

    @HOOK-11.4 @needs-drain
    Scenario: A later event is delivered after the earlier one was refused
      Given the merchant's endpoint answers 404 once
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      Then the delivery of payin.completed is delivered
      And the delivery of payin.processing is failed

    @HOOK-11.5
    Scenario: The event of a verification comes before the event of the new level
      Given the merchant listens only for "kyc.session_verified, kyc.state_updated"
      And Bruno has an open KYC session
      When the operator approves the KYC session of Bruno
      Then these events are delivered:
        | event                | data.userId |
        | kyc.session_verified | {bruno}     |
        | kyc.state_updated    | {bruno}     |

  @source-S
  Rule: HOOK-13 A completed change sends its events; a refused request sends none
    That no report is lost when the target itself breaks down between a change and its
    report cannot be provoked from outside; the sandbox's own tests prove it.

    Background:
      Given a merchant who listens for events
      And Ana has a EUR account holding EUR 100.00
      And Bruno has a EUR account

    @HOOK-13.1
    Scenario: Of many transfers at once only the accepted ones send events
      When the merchant sends 6 transfers and 0 payouts of EUR 40.00 at once from Ana's EUR account
      Then 2 of them succeed and the others are refused with insufficient_funds
      And these events are delivered:
        | transfer.processing |
        | transfer.processing |
        | transfer.completed  |
        | transfer.completed  |

    @HOOK-13.2
    Scenario: Of many payouts at once only the accepted ones send events
      When the merchant sends 0 transfers and 6 payouts of EUR 50.00 at once from Ana's EUR account
      Then 2 of them succeed and the others are refused with insufficient_funds
      And these events are delivered:
        | payout.processing |
        | payout.processing |
        | payout.completed  |
        | payout.completed  |

    @HOOK-13.3
    Scenario: Simultaneous transfers that are all refused send no event
      When the merchant sends 4 transfers and 4 payouts of EUR 100.01 at once from Ana's EUR account
      Then 0 of them succeed and the others are refused with insufficient_funds
      And nothing has changed
