Feature: Fees that a merchant earns
  The merchant's part of a fee is credited to its fees account, one for each
  currency. Payins to the merchant's own accounts have no fee.

  Background:
    Given a merchant who listens for events
    And these fees are charged:
      | order        | system | merchant |
      | bank payin   | 1%     | 0.40     |
      | crypto payin | 1%     | 0.40     |
      | card payin   | 1%     | 0.40     |

  @source-R
  Rule: PIN-7 The fee of a payin is deducted after the conversion, and the merchant's part is credited to its fees account

    @PIN-7.8
    Scenario: Earned fees stay in the currency in which they were charged
      Given Ana has a EUR account
      And Bruno has a USD account
      And the rate of "USDC/USD" is "1.0000000000"
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      And a bank payin of USD 100.00 to Bruno's USD account settles
      And a crypto payin of USDC 50.00 to Bruno's USD account settles
      Then the merchant's fees EUR account holds EUR 0.40
      And the merchant's fees USD account holds USD 0.80
      And the merchant's operational EUR account holds EUR 0.00
      And Bruno's USD account holds USD 147.70

    @PIN-7.9 @decided
    Scenario Outline: A payin to the merchant's <purpose> account has no fee
      When a bank payin of EUR 100.00 to the merchant's <purpose> EUR account settles
      And the merchant sends GET /api/v1/account/bank-payins/{order}
      Then the answer contains:
        """
        fee: {currency: EUR, amount: 0, breakdown: {systemFee: 0, merchantFee: 0}}
        """
      And the merchant's <purpose> EUR account holds EUR 100.00

      Examples: Both purposes
        | purpose     |
        | operational |
        | fees        |

    @PIN-7.10
    Scenario: A payin to a company has the same fee
      Given Acme has a EUR account
      When a bank payin of EUR 100.00 to Acme's EUR account settles
      Then Acme's EUR account holds EUR 98.60
      And the merchant's fees EUR account holds EUR 0.40

    @PIN-7.11
    Scenario: A card payin that the merchant requests has a fee
      Given Ana has a EUR account
      When the merchant asks for a card payin of EUR 100.00 to Ana's EUR account
      Then the answer contains:
        """
        order: {origin: {currency: EUR, amount: 10000}, destination: {currency: EUR, amount: 9860},
          fee: {currency: EUR, amount: 140, breakdown: {systemFee: 100, merchantFee: 40}}}
        """
      When the payer pays on the payment page
      Then Ana's EUR account holds EUR 98.60
      And the merchant's fees EUR account holds EUR 0.40
