Feature: Changed fees of payins
  New fees count for the next payin, and the fees of other kinds stay as they
  were.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: PIN-7 The fee of a payin is deducted after the conversion, and the merchant's part is credited to its fees account

    @PIN-7.16
    Scenario Outline: A <rail> payin has the fees that were set last
      Given the rate of "USDC/EUR" is "1.0000000000"
      And these fees are charged:
        | order        | system | merchant |
        | <rail> payin | 1%     | 0.40     |
      When a <rail> payin of <sent> to Ana's EUR account settles
      Then Ana's EUR account holds EUR 98.60
      When the operator charges these fees:
        | order        | system | merchant |
        | <rail> payin | 0.25   | 2%       |
      And a <rail> payin of <sent> to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/<rail>-payins/{order}
      Then the answer contains:
        """
        fee: {currency: EUR, amount: 225, breakdown: {systemFee: 25, merchantFee: 200}}
        """
      And Ana's EUR account holds EUR 196.35
      And the merchant's fees EUR account holds EUR 2.40

      Examples: The three rails
        | rail   | sent        |
        | bank   | EUR 100.00  |
        | crypto | USDC 100.00 |
        | card   | EUR 100.00  |

    @PIN-7.17 @decided
    Scenario Outline: The fee of a <rail> payin stays when <other> gets a fee
      Given the rate of "USDC/EUR" is "1.0000000000"
      And these fees are charged:
        | order        | system | merchant |
        | <rail> payin | 1%     | 0.40     |
      When the operator charges these fees:
        | order   | system | merchant |
        | <other> | 2%     | 0.10     |
      And a <rail> payin of <sent> to Ana's EUR account settles
      Then Ana's EUR account holds EUR 98.60
      And the merchant's fees EUR account holds EUR 0.40

      Examples: The three rails, and another payin or payout
        | rail   | sent        | other         |
        | bank   | EUR 100.00  | bank payout   |
        | bank   | EUR 100.00  | card payin    |
        | crypto | USDC 100.00 | bank payout   |
        | crypto | USDC 100.00 | crypto payout |
        | card   | EUR 100.00  | bank payout   |
        | card   | EUR 100.00  | bank payin    |

    @PIN-7.18 @decided
    Scenario: Fees of two kinds that are set in two steps both count
      Given these fees are charged:
        | order      | system | merchant |
        | bank payin | 1%     | 0.40     |
      When the operator charges these fees:
        | order      | system | merchant |
        | card payin | 2%     | 0.10     |
      And a bank payin of EUR 100.00 to Ana's EUR account settles
      And a card payin of EUR 100.00 to Ana's EUR account settles
      Then Ana's EUR account holds EUR 196.50
      And the merchant's fees EUR account holds EUR 0.50

    @PIN-7.19
    Scenario: A payin is free again after its fees were set to nothing
      Given these fees are charged:
        | order      | system | merchant |
        | bank payin | 1%     | 0.40     |
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      Then Ana's EUR account holds EUR 98.60
      When the operator charges these fees:
        | order      | system  | merchant |
        | bank payin | nothing | nothing  |
      And a bank payin of EUR 100.00 to Ana's EUR account settles
      Then Ana's EUR account holds EUR 198.60
      And the merchant's fees EUR account holds EUR 0.40
