Feature: Rounding of transfers
  A converted amount is rounded once to the minor unit, half to even. A quote
  and the transfer itself round alike.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a USD account holding USD 500.00

  @decided
  Rule: TRF-3 A transfer is debited in the source account's currency and credited in the destination account's

    @TRF-3.9
    Scenario Outline: The details of a transfer of <sent> at <rate> show <cents> cents
      Given the rate of "USD/EUR" is "<rate>"
      When the merchant transfers <sent> from Bruno's USD account to Ana's EUR account
      And the merchant sends GET /api/v1/account/transfers/{order}
      Then the answer contains:
        """
        destination: {currency: EUR, amount: <cents>}
        """

      Examples: Halves go to the even cent, everything else to the nearest
        | sent     | rate         | cents |
        | USD 0.05 | 0.5000000000 | 2     |
        | USD 0.07 | 0.5000000000 | 4     |
        | USD 1.00 | 0.8449999999 | 84    |
        | USD 1.00 | 0.8450000001 | 85    |

  @source-R
  Rule: TRF-6 A quote shows the result of a transfer and moves no money; the details of a transfer can be read

    @TRF-6.14 @decided
    Scenario Outline: A quote of <amount> cents at <rate> shows that <cents> cents would arrive
      Given the rate of "EUR/USD" is "<rate>"
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate
        """
        {origin: {currency: EUR, amount: <amount>}, recipient: {accountId: "{bruno.usd}"}}
        """
      Then the answer contains:
        """
        destination: {currency: USD, amount: <cents>}
        """
      And nothing has changed

      Examples: Halves go to the even cent, everything else to the nearest
        | amount | rate         | cents |
        | 5      | 0.5000000000 | 2     |
        | 7      | 0.5000000000 | 4     |
        | 100    | 1.0849999999 | 108   |
        | 100    | 1.0850000001 | 109   |
