Feature: Order
  Every payin, payout and transfer has an order from its beginning, also when
  it fails.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: ORD-1 Every payin, payout and transfer makes an order that is visible at once

    @ORD-1.1
    Scenario Outline: A <rail> payin that <fate> has an order
      When a <rail> payin of <sent> to Ana's EUR account <fate>
      Then the order is in every list of orders
      And the order is <state>

      Examples: Every state of an order
        | rail   | sent        | fate    | state      |
        | bank   | EUR 250.00  | settles | completed  |
        | bank   | EUR 250.00  | is held | processing |
        | bank   | EUR 250.00  | fails   | failed     |
        | crypto | USDC 250.00 | settles | completed  |
        | crypto | USDC 250.00 | fails   | failed     |
        | card   | EUR 250.00  | settles | completed  |
        | card   | EUR 250.00  | fails   | failed     |

    @ORD-1.2
    Scenario: A payout has an order
      When the merchant pays EUR 250.00 out of Ana's EUR account
      Then the order is in every list of orders
      And the order is completed
      And these events are delivered:
        | event             | data.orderId |
        | payout.processing | {order}      |
        | payout.completed  | {order}      |

    @ORD-1.3
    Scenario: A cancelled payout keeps its order
      Given payouts are held
      When the merchant pays EUR 250.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then the order is in every list of orders
      And the order is cancelled

    @ORD-1.4
    Scenario: A pending payout has an order
      Given payouts are held
      When the merchant pays EUR 250.00 out of Ana's EUR account
      Then the order is in every list of orders
      And the order is pending

    @ORD-1.5
    Scenario: A transfer is one order, seen from both accounts
      Given Bruno has a EUR account
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
      Then the order is in every list of orders
      When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{bruno.eur}/orders
      Then the answer contains:
        """
        orders: [{id: "{order}", type: TRANSFER}]
        """
      And the answer matches its snapshot
      And as the reference says, the answer contains:
        """
        pagination: {total: 1}
        """

    @ORD-1.6 @source-S
    Scenario Outline: Reading <what> as an order is refused as not found
      When the merchant sends GET /api/v1/account/orders/<id>
      Then it is refused with 404 not_found

      Examples: No orders
        | what                     | id        |
        | an identifier nobody has | {unknown} |
        | an invalid identifier    | 42        |
        | an account               | {ana.eur} |

    @ORD-1.7
    Scenario: An order matches its snapshot
      When a bank payin of EUR 250.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/orders/{order}
      Then the answer is valid as "order"
      And the answer matches its snapshot

    @ORD-1.8 @source-R
    Scenario: A payin to the merchant's own account has an order
      When a bank payin of EUR 70.00 to the merchant's operational EUR account settles
      And the merchant sends GET /api/v1/account/orders/{order}
      Then the answer is 200
      And the answer contains:
        """
        id: "{order}"
        type: BANK_PAY_IN
        state: COMPLETED
        """
