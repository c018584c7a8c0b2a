Feature: Reservation of payouts
  The amount of a payout is reserved at once, so that it can never be spent
  twice. It leaves the balance when the payout completes and is available
  again when the payout fails.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And payouts are held

  @decided
  Rule: OUT-7 The amount of a payout is reserved until the payout has ended

    @OUT-7.1
    Scenario: A held payout is pending and its amount is reserved
      When the merchant pays EUR 200.00 out of Ana's EUR account
      Then the answer is 201
      And the answer contains:
        """
        state: PENDING
        settledAt: null
        failedAt: null
        """
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |

    @OUT-7.2
    Scenario: The amount of a submitted payout is still reserved
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator submits the order
      Then the order is processing
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out
      And these events are delivered:
        | payout.processing |

    @OUT-7.3
    Scenario: The amount of a settled payout leaves the balance
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator submits the order
      And the operator settles the order
      Then the order is completed
      And Ana's EUR account holds EUR 300.00
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @OUT-7.4
    Scenario: A payout that fails in processing releases the amount and sends no event
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator submits the order
      And the operator fails the order
      Then the order is failed
      And Ana's EUR account holds EUR 500.00
      And these events are delivered:
        | payout.processing |

    @OUT-7.5
    Scenario: A payout that fails before it is sent sends no event
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator fails the order
      Then the order is failed
      And Ana's EUR account holds EUR 500.00
      And the delivery of payout.processing is attempted 0 times

    @OUT-7.6
    Scenario: Reserved money cannot be paid out again
      When the merchant pays EUR 300.00 out of Ana's EUR account
      And the merchant pays EUR 200.01 out of Ana's EUR account
      Then it is refused with 422 insufficient_funds
      And Ana's EUR account holds EUR 500.00 with EUR 300.00 pending out

    @OUT-7.7
    Scenario: Money that is not reserved can be paid out
      When the merchant pays EUR 300.00 out of Ana's EUR account
      And the merchant pays EUR 200.00 out of Ana's EUR account
      Then the answer is 201
      And Ana's EUR account holds EUR 500.00 with EUR 500.00 pending out

    @OUT-7.8
    Scenario: Reserved money cannot be transferred
      Given Bruno has a EUR account
      When the merchant pays EUR 300.00 out of Ana's EUR account
      And the merchant transfers EUR 200.01 from Ana's EUR account to Bruno's EUR account
      Then it is refused with 422 insufficient_funds
      And Bruno's EUR account holds EUR 0.00

    @OUT-7.9
    Scenario: A payout above the available balance is refused
      When the merchant pays EUR 500.01 out of Ana's EUR account
      Then it is refused with 422 insufficient_funds
      And nothing has changed
