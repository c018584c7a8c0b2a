Feature: Retries and the sequence of events
  A later attempt is the same message, and the events of one payment come in
  their order.

  @source-W @source-R
  Rule: HOOK-4 Every delivery is signed over its raw body with the webhook secret

    Background:
      Given a merchant
      And the merchant listens only for "account.activated"
      And Ana is a verified user

    @HOOK-4.7 @needs-clock @needs-drain
    Scenario: A third attempt has a valid signature
      Given the merchant's endpoint answers 503
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 10 seconds pass
      Then the delivery of account.activated is attempted 2 times
      When 20 seconds pass
      Then the delivery of account.activated is attempted 3 times

    @HOOK-4.8 @decided
    Scenario: The secret can be rotated twice
      When the operator rotates the webhook secret
      And the operator rotates the webhook secret
      And the merchant opens a EUR account for Ana
      Then these events are delivered:
        | account.activated |

  @source-R
  Rule: HOOK-7 An event has an identifier of its own, the same on every attempt

    Background:
      Given a merchant
      And the merchant listens only for "payout.processing, payout.completed"
      And Ana has a EUR account holding EUR 500.00

    @HOOK-7.3 @decided @needs-clock @needs-drain
    Scenario: Three attempts of a payment's event have the same id
      Given the merchant's endpoint answers 503
      When the merchant pays EUR 100.00 out of Ana's EUR account
      Then the delivery of payout.processing is attempted 1 time
      When 10 seconds pass
      And 20 seconds pass
      Then the delivery of payout.processing is attempted 3 times
      And the delivery of payout.completed is attempted 3 times

  @decided
  Rule: HOOK-10 A redirect is not followed and is final

    Background:
      Given a merchant
      And the merchant listens only for "account.activated"
      And Ana is a verified user

    @HOOK-10.3 @needs-clock @needs-drain
    Scenario Outline: An endpoint that answers <status> gets no further attempt
      Given the merchant's endpoint answers <status>
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is failed
      When 50 minutes pass
      Then the delivery of account.activated is attempted 1 time

      Examples: Redirects that keep the method
        | status |
        | 307    |
        | 308    |

  @decided
  Rule: HOOK-11 First attempts about one resource follow the order of its events; retries do not delay later events

    Background:
      Given a merchant who listens for events
      And Ana has a EUR account holding EUR 500.00

    @HOOK-11.6
    Scenario Outline: The events of <what> are delivered in the order of its states
      Given Bruno has a EUR account
      When <what>
      Then these events are delivered:
        | event    | data.orderId |
        | <first>  | {order}      |
        | <second> | {order}      |

      Examples: Payouts, transfers and failed payins
        | what                                                                            | first               | second             |
        | the merchant pays EUR 100.00 out of Ana's EUR account                           | payout.processing   | payout.completed   |
        | the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account | transfer.processing | transfer.completed |
        | a bank payin of EUR 100.00 to Ana's EUR account fails                           | payin.processing    | payin.failed       |

    @HOOK-11.7
    Scenario: The events of a virtual IBAN are delivered in the order of its states
      Given Ana's EUR account has a pending vIBAN
      When the operator activates the vIBAN
      And the merchant deactivates the vIBAN
      Then these events are delivered:
        | event             | data.vibanId |
        | viban.activated   | {viban}      |
        | viban.deactivated | {viban}      |

    @HOOK-11.8 @needs-clock @needs-drain
    Scenario: A later event of a payout does not wait for a retry of the earlier one
      Given the merchant listens only for "payout.processing, payout.completed"
      And the merchant's endpoint answers 503 once
      When the merchant pays EUR 100.00 out of Ana's EUR account
      Then the delivery of payout.completed is delivered
      And the delivery of payout.processing is pending
      When 10 seconds pass
      Then the delivery of payout.processing is attempted 2 times

  @decided
  Rule: HOOK-12 A delivery can be resent from the Portal, as the same event

    Background:
      Given a merchant
      And the merchant listens only for "account.activated"
      And Ana is a verified user

    @HOOK-12.6 @needs-drain
    Scenario: A delivered event can be resent twice
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is delivered
      When the operator resends the delivery of account.activated
      Then the delivery of account.activated is attempted 2 times
      When the operator resends the delivery of account.activated
      Then the delivery of account.activated is attempted 3 times
      And these events are delivered:
        | event             | data.accountId |
        | account.activated | {ana.eur}      |
