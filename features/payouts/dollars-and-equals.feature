Feature: Payouts in dollars, and payouts that are equal
  A payout out of a dollar account follows the rules of one in euros, and a second payout that is equal to the
  first one is a payout of its own.

  Background:
    Given a merchant who listens for events
    And Ana has a USD account holding USD 500.00

  @source-W
  Rule: OUT-6 A payout can be cancelled while it is pending, and not afterwards

    @OUT-6.23
    Scenario: A cancelled payout in dollars gives all of its amount back
      Given payouts are held
      When the merchant pays USD 200.01 out of Ana's USD account
      And the merchant cancels the payout
      Then the order is cancelled
      And Ana's USD account holds USD 500.00

  @source-R
  Rule: OUT-5 A payout can be quoted before it is made and read afterwards, by its own merchant

    @OUT-5.17 @decided
    Scenario: The details of a pending payout in dollars show that it can be cancelled
      Given payouts are held
      When the merchant pays USD 200.00 out of Ana's USD account
      And the merchant sends GET /api/v1/account/bank-payouts/{order}
      Then the answer contains:
        """
        {state: PENDING, canCancel: true, origin: {currency: USD, amount: 20000}}
        """

  @source-W
  Rule: OUT-1 A bank payout debits the account once, sends two events and leaves one ledger entry

    @OUT-1.23
    Scenario: Two equal bank payouts are two payouts
      When the merchant pays USD 120.00 out of Ana's USD account
      And the merchant pays USD 120.00 out of Ana's USD account
      Then Ana's USD account holds USD 260.00
      And the ledger of Ana's USD account reads:
        | amount      | balance    |
        | USD 500.00  | USD 500.00 |
        | USD -120.00 | USD 380.00 |
        | USD -120.00 | USD 260.00 |
      And these events are delivered:
        | event             | data.orderId |
        | payout.processing | {order.1}    |
        | payout.completed  | {order.1}    |
        | payout.processing | {order.2}    |
        | payout.completed  | {order.2}    |

    @OUT-1.24
    Scenario: An account that has paid out all of its money is still active
      When the merchant pays USD 500.00 out of Ana's USD account
      Then Ana's USD account holds USD 0.00
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.usd}
      Then the answer contains:
        """
        {id: "{ana.usd}", state: ACTIVE}
        """
      When a bank payin of USD 25.00 to Ana's USD account settles
      Then Ana's USD account holds USD 25.00

  @source-W
  Rule: OUT-2 A crypto payout debits the account once, arrives as a stablecoin and sends two events

    @OUT-2.19
    Scenario: Two equal crypto payouts are two payouts
      When the merchant pays USD 120.00 out of Ana's USD account to a SOLANA address
      And the merchant pays USD 120.00 out of Ana's USD account to a SOLANA address
      Then Ana's USD account holds USD 260.00
      And these events are delivered:
        | event             | data.orderId |
        | payout.processing | {order.1}    |
        | payout.completed  | {order.1}    |
        | payout.processing | {order.2}    |
        | payout.completed  | {order.2}    |

  @source-W
  Rule: PIN-1 A payin makes one order, sends two events, credits the account and leaves one ledger entry

    @PIN-1.12
    Scenario: Two equal payins are two payins
      When a bank payin of USD 80.00 to Ana's USD account settles
      And a bank payin of USD 80.00 to Ana's USD account settles
      Then Ana's USD account holds USD 660.00
      And these events are delivered:
        | event            | data.orderId |
        | payin.processing | {order.1}    |
        | payin.completed  | {order.1}    |
        | payin.processing | {order.2}    |
        | payin.completed  | {order.2}    |

  @source-S
  Rule: TRF-2 A transfer never takes more than the available balance

    @TRF-2.9
    Scenario: Not a cent can be transferred out of an empty account
      Given Bruno has a USD account
      When the merchant transfers USD 0.01 from Bruno's USD account to Ana's USD account
      Then it is refused with 422 insufficient_funds
      And nothing has changed
