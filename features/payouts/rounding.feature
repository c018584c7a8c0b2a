Feature: Rounding of payouts
  Each part of a fee and each converted amount is rounded once to the minor
  unit, half to even. A quote and the payout itself round alike.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-2 A crypto payout debits the account once, arrives as a stablecoin and sends two events

    @OUT-2.18 @decided
    Scenario Outline: A crypto payout of <sent> at <rate> arrives as <cents> cents
      Given the rate of "EUR/USDC" is "<rate>"
      When the merchant pays <sent> out of Ana's EUR account to a SOLANA address
        """
        recipient: {currency: USDC}
        """
      And the merchant sends GET /api/v1/account/crypto-payouts/{order}
      Then the answer contains:
        """
        destination: {currency: USDC, amount: <cents>}
        recipient: {amount: <cents>}
        """
      And these events are delivered:
        | event             | data.amounts.creditedAmount.amount |
        | payout.processing | <cents>                            |
        | payout.completed  | <cents>                            |

      Examples: Halves go to the even cent, everything else to the nearest
        | sent     | rate         | cents |
        | EUR 0.05 | 0.5000000000 | 2     |
        | EUR 0.07 | 0.5000000000 | 4     |
        | EUR 1.00 | 1.0849999999 | 108   |
        | EUR 1.00 | 1.0850000001 | 109   |

  @source-R
  Rule: OUT-8 The fee of a payout is deducted before the conversion, in the currency of the account

    @OUT-8.19 @decided
    Scenario Outline: Each part of half a percent of a crypto payout of <sent> is <part> cents
      Given these fees are charged:
        | order         | system | merchant |
        | crypto payout | 0.5%   | 0.5%     |
      And the rate of "EUR/USDC" is "1.0000000000"
      When the merchant pays <sent> out of Ana's EUR account to a SOLANA address
        """
        recipient: {currency: USDC}
        """
      And the merchant sends GET /api/v1/account/crypto-payouts/{order}
      Then the answer contains:
        """
        destination: {amount: <arrives>}
        fee: {currency: EUR, amount: <total>, breakdown: {systemFee: <part>, merchantFee: <part>}}
        """

      Examples: Each part is rounded for itself, halves to the even cent
        | sent     | part | total | arrives |
        | EUR 3.00 | 2    | 4     | 296     |
        | EUR 4.99 | 2    | 4     | 495     |
        | EUR 5.00 | 2    | 4     | 496     |
        | EUR 5.01 | 3    | 6     | 495     |

    @OUT-8.20 @decided
    Scenario Outline: A quote of a bank payout of <amount> cents, half a percent for each part, shows <arrives> cents
      Given these fees are charged:
        | order       | system | merchant |
        | bank payout | 0.5%   | 0.5%     |
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
        """
        {origin: {currency: EUR, amount: <amount>}, recipient: {country: ES, routingData: IBAN}}
        """
      Then the answer contains:
        """
        {origin: {currency: EUR, amount: <amount>}, destination: {currency: EUR, amount: <arrives>}}
        """
      And nothing has changed

      Examples: Each part is rounded for itself, halves to the even cent
        | amount | arrives |
        | 300    | 296     |
        | 499    | 495     |
        | 500    | 496     |
        | 501    | 495     |
