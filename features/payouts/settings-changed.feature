Feature: Changed settings of payouts
  New fees count for the next payout. They change neither the fees of other
  kinds nor the hold of payouts.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @decided
  Rule: OUT-7 The amount of a payout is reserved until the payout has ended

    @OUT-7.13
    Scenario Outline: Payouts stay held when a fee of a <kind> is set
      Given payouts are held
      When the operator charges these fees:
        | order  | system | merchant |
        | <kind> | 0.60   | 0.40     |
      And the merchant pays EUR 200.00 out of Ana's EUR account
      Then the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out

      Examples: The payout itself, and another kind
        | kind        |
        | bank payout |
        | card payin  |

    @OUT-7.14
    Scenario: Payouts stay held when a rate is set
      Given payouts are held
      And the rate of "EUR/USDC" is "1.2500000000"
      When the merchant pays EUR 200.00 out of Ana's EUR account to a TRON address
      Then the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out

    @OUT-7.15
    Scenario: A fee that is set while payouts are held counts for the payouts that follow
      Given payouts are held
      When the operator charges these fees:
        | order       | system | merchant |
        | bank payout | 0.60   | 0.40     |
      And the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator submits the order
      And the operator settles the order
      Then Ana's EUR account holds EUR 300.00
      And the merchant's fees EUR account holds EUR 0.40
      And these events are delivered:
        | event             | data.amounts.fees.total | data.amounts.creditedAmount.amount |
        | payout.processing | 100                     | 19900                              |
        | payout.completed  | 100                     | 19900                              |

  @source-R
  Rule: OUT-8 The fee of a payout is deducted before the conversion, in the currency of the account

    @OUT-8.21
    Scenario: A bank payout has the fees that were set last
      Given these fees are charged:
        | order       | system | merchant |
        | bank payout | 1%     | 0.40     |
      When the merchant pays EUR 100.00 out of Ana's EUR account
      Then the answer contains:
        """
        fee: {currency: EUR, amount: 140, breakdown: {systemFee: 100, merchantFee: 40}}
        """
      When the operator charges these fees:
        | order       | system | merchant |
        | bank payout | 0.25   | 2%       |
      And the merchant pays EUR 100.00 out of Ana's EUR account
      Then the answer contains:
        """
        fee: {currency: EUR, amount: 225, breakdown: {systemFee: 25, merchantFee: 200}}
        """
      And the merchant's fees EUR account holds EUR 2.40

    @OUT-8.22 @decided
    Scenario: Fees of a bank payout and a crypto payout that are set in two steps both count
      Given the rate of "EUR/USDC" is "1.0000000000"
      And these fees are charged:
        | order       | system | merchant |
        | bank payout | 1%     | 0.40     |
      When the operator charges these fees:
        | order         | system | merchant |
        | crypto payout | 2%     | 0.10     |
      And the merchant pays EUR 100.00 out of Ana's EUR account
      Then the answer contains:
        """
        fee: {amount: 140, breakdown: {systemFee: 100, merchantFee: 40}}
        """
      When the merchant pays EUR 100.00 out of Ana's EUR account to a SOLANA address
        """
        recipient: {currency: USDC}
        """
      Then the answer contains:
        """
        fee: {amount: 210, breakdown: {systemFee: 200, merchantFee: 10}}
        """
      And the merchant's fees EUR account holds EUR 0.50
