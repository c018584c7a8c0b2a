Feature: State changes of a payout
  A payout of each kind is read in each of its states.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And payouts are held

  @source-W
  Rule: OUT-2 A crypto payout debits the account once, arrives as a stablecoin and sends two events

    @OUT-2.12 @decided
    Scenario Outline: A crypto payout in processing is <state> when the operator <move> it
      When the merchant pays EUR 200.00 out of Ana's EUR account to a TRON address
      Then the order is pending
      When the operator submits the order
      Then the order is processing
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out
      When the operator <move> the order
      Then the order is <state>
      And Ana's EUR account holds <holding>

      Examples: Both outcomes
        | move    | state     | holding    |
        | settles | completed | EUR 300.00 |
        | fails   | failed    | EUR 500.00 |

    @OUT-2.13
    Scenario: A crypto payout that fails before it is sent debits no money
      When the merchant pays EUR 200.00 out of Ana's EUR account to a TRON address
      Then the order is pending
      When the operator fails the order
      Then the order is failed
      And Ana's EUR account holds EUR 500.00

  @source-R
  Rule: OUT-5 A payout can be quoted before it is made and read afterwards, by its own merchant

    @OUT-5.12
    Scenario Outline: The details of a <kind> payout show its state from <first> to <last>
      When the merchant pays EUR 200.00 out of <source>
      And the merchant sends GET /api/v1/account/<kind>-payouts/{order}
      Then the answer is valid as "<kind>-payout"
      And the answer contains:
        """
        {id: "{order}", state: PENDING}
        """
      When the operator submits the order
      And the merchant sends GET /api/v1/account/<kind>-payouts/{order}
      Then the answer contains:
        """
        {id: "{order}", state: PROCESSING}
        """
      And as decided, the answer contains:
        """
        {canCancel: false, settledAt: null, failedAt: null}
        """
      When the operator <move> the order
      And the merchant sends GET /api/v1/account/<kind>-payouts/{order}
      Then the answer is valid as "<kind>-payout"
      And the answer contains:
        """
        {id: "{order}", state: <last>}
        """

      Examples: Both kinds and both outcomes
        | kind   | source                              | move    | first   | last      |
        | bank   | Ana's EUR account                   | settles | PENDING | COMPLETED |
        | bank   | Ana's EUR account                   | fails   | PENDING | FAILED    |
        | crypto | Ana's EUR account to a TRON address | settles | PENDING | COMPLETED |
        | crypto | Ana's EUR account to a TRON address | fails   | PENDING | FAILED    |

  @source-W
  Rule: OUT-6 A payout can be cancelled while it is pending, and not afterwards

    @OUT-6.18 @decided
    Scenario: The details of a payout in processing show that it cannot be cancelled
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator submits the order
      And the merchant sends GET /api/v1/account/bank-payouts/{order}
      Then the answer contains:
        """
        {state: PROCESSING, canCancel: false, cancelRequestedAt: null, canceledAt: null}
        """

    @OUT-6.19
    Scenario: A cancelled crypto payout cannot be cancelled again
      When the merchant pays EUR 200.00 out of Ana's EUR account to a TRON address
      And the merchant cancels the payout
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is cancelled
      And Ana's EUR account holds EUR 500.00

  @decided
  Rule: OUT-7 The amount of a payout is reserved until the payout has ended

    @OUT-7.10
    Scenario Outline: The amount of a payout out of the <currency> account of <holder> is reserved until it is <state>
      Given <holder> has a <currency> account holding <currency> 300.00
      When the merchant pays <currency> 299.99 out of <source>
      Then the order is pending
      And <holder>'s <currency> account holds <currency> 300.00 with <currency> 299.99 pending out
      When the operator submits the order
      Then the order is processing
      And <holder>'s <currency> account holds <currency> 300.00 with <currency> 299.99 pending out
      When the operator <move> the order
      Then the order is <state>
      And <holder>'s <currency> account holds <holding>

      Examples: Persons and companies, to a bank and to a network
        | holder | currency | source                                | move    | state     | holding    |
        | Bruno  | EUR      | Bruno's EUR account                   | settles | completed | EUR 0.01   |
        | Bruno  | USD      | Bruno's USD account                   | settles | completed | USD 0.01   |
        | Acme   | EUR      | Acme's EUR account                    | fails   | failed    | EUR 300.00 |
        | Acme   | USD      | Acme's USD account to a TRON address  | settles | completed | USD 0.01   |
        | Bruno  | USD      | Bruno's USD account to a TRON address | fails   | failed    | USD 300.00 |

    @OUT-7.11
    Scenario: A payout that fails before it is sent releases the amount
      When the merchant pays EUR 499.99 out of Ana's EUR account
      Then the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 499.99 pending out
      When the operator fails the order
      Then the order is failed
      And Ana's EUR account holds EUR 500.00
