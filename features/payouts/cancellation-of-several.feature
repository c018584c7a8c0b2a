Feature: Cancellation of one of several payouts
  Each pending payout has a reservation of its own. A cancellation ends one payout and
  gives back its amount only.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And payouts are held

  @source-W
  Rule: OUT-6 A payout can be cancelled while it is pending, and not afterwards

    @OUT-6.21
    Scenario Outline: The cancellation of the <cancelled> of two payouts leaves the other one pending and its amount reserved
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant pays EUR 130.00 out of Ana's EUR account to a TRON address
      And the merchant sends POST /api/v1/account/<path>/cancel
      Then the answer is 200
      And the <cancelled> order is cancelled
      And the <other> order is pending
      And as decided, Ana's EUR account holds EUR 500.00 with <reserved> pending out
      When the operator submits the <other> order
      And the operator settles the <other> order
      Then the <other> order is completed
      And Ana's EUR account holds <rest>
      And these events are delivered:
        | event             | data.orderId |
        | payout.processing | <order>      |
        | payout.completed  | <order>      |

      Examples: Both of them
        | cancelled | other  | path                     | order     | reserved   | rest       |
        | second    | first  | crypto-payouts/{order.2} | {order.1} | EUR 200.00 | EUR 300.00 |
        | first     | second | bank-payouts/{order.1}   | {order.2} | EUR 130.00 | EUR 370.00 |

    @OUT-6.22 @decided
    Scenario: After one of two payouts is cancelled, the other one's amount cannot be paid out a second time
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant pays EUR 130.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then the answer is 200
      When the merchant pays EUR 300.01 out of Ana's EUR account
      Then it is refused with 422 insufficient_funds
      When the merchant pays EUR 300.00 out of Ana's EUR account
      Then the answer is 201
      And the order is pending
