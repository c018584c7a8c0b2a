Feature: Rounding of payins
  A converted amount and each part of a fee is rounded once to the minor unit,
  half to even, whatever the kind of payin.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: PIN-7 The fee of a payin is deducted after the conversion, and the merchant's part is credited to its fees account

    @PIN-7.14 @decided
    Scenario Outline: A <rail> payin of <sent> at <rate> is credited as <cents> cents
      Given the rate of "<pair>" is "<rate>"
      When a <rail> payin of <sent> to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/<rail>-payins/{order}
      Then the answer contains:
        """
        destination: {currency: EUR, amount: <cents>}
        """
      And Ana's EUR account holds EUR 0.0<cents>
      And these events are delivered, perhaps among others:
        | event           | data.amounts.creditedAmount.amount |
        | payin.completed | <cents>                            |

      Examples: Halves go to the even cent, everything else to the nearest
        | rail   | pair     | sent      | rate         | cents |
        | bank   | USD/EUR  | USD 0.05  | 0.5000000000 | 2     |
        | bank   | USD/EUR  | USD 0.07  | 0.5000000000 | 4     |
        | bank   | USD/EUR  | USD 0.10  | 0.2499999999 | 2     |
        | bank   | USD/EUR  | USD 0.10  | 0.2500000001 | 3     |
        | crypto | USDC/EUR | USDC 0.05 | 0.5000000000 | 2     |
        | crypto | USDC/EUR | USDC 0.07 | 0.5000000000 | 4     |
        | crypto | USDC/EUR | USDC 0.10 | 0.2499999999 | 2     |
        | crypto | USDC/EUR | USDC 0.10 | 0.2500000001 | 3     |
        | card   | USD/EUR  | USD 0.05  | 0.5000000000 | 2     |
        | card   | USD/EUR  | USD 0.07  | 0.5000000000 | 4     |
        | card   | USD/EUR  | USD 0.10  | 0.2499999999 | 2     |
        | card   | USD/EUR  | USD 0.10  | 0.2500000001 | 3     |

    @PIN-7.15 @decided
    Scenario Outline: Each part of half a percent of a <rail> payin of <sent> is <part> cents
      Given these fees are charged:
        | order        | system | merchant |
        | <rail> payin | 0.5%   | 0.5%     |
      And the rate of "USDC/EUR" is "1.0000000000"
      When a <rail> payin of <sent> to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/<rail>-payins/{order}
      Then the answer contains:
        """
        fee: {currency: EUR, amount: <total>, breakdown: {systemFee: <part>, merchantFee: <part>}}
        """
      And Ana's EUR account holds <credited>
      And the merchant's fees EUR account holds EUR 0.0<part>

      Examples: Each part is rounded for itself, halves to the even cent
        | rail   | sent      | part | total | credited |
        | crypto | USDC 3.00 | 2    | 4     | EUR 2.96 |
        | crypto | USDC 4.99 | 2    | 4     | EUR 4.95 |
        | crypto | USDC 5.00 | 2    | 4     | EUR 4.96 |
        | crypto | USDC 5.01 | 3    | 6     | EUR 4.95 |
        | card   | EUR 3.00  | 2    | 4     | EUR 2.96 |
        | card   | EUR 4.99  | 2    | 4     | EUR 4.95 |
        | card   | EUR 5.00  | 2    | 4     | EUR 4.96 |
        | card   | EUR 5.01  | 3    | 6     | EUR 4.95 |

    @PIN-7.20 @decided
    Scenario Outline: A card payin of <sent> that the merchant requests at <rate> is credited as <cents> cents
      Given the rate of "USD/EUR" is "<rate>"
      When the merchant asks for a card payin of <sent> to Ana's EUR account
      Then the answer contains:
        """
        order: {destination: {currency: EUR, amount: <cents>}}
        """
      When the payer pays on the payment page
      Then Ana's EUR account holds EUR 0.0<cents>

      Examples: Halves go to the even cent, everything else to the nearest
        | sent     | rate         | cents |
        | USD 0.05 | 0.5000000000 | 2     |
        | USD 0.07 | 0.5000000000 | 4     |
        | USD 0.10 | 0.2499999999 | 2     |
        | USD 0.10 | 0.2500000001 | 3     |
