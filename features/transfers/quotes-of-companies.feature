Feature: Quotes of a company's transfers
  A company asks for quotes as a person does, as often as it likes.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And the rate of "USD/EUR" is "0.8000000000"

  @source-R
  Rule: TRF-6 A quote shows the result of a transfer and moves no money; the details of a transfer can be read

    @TRF-6.10
    Scenario Outline: A quote of <amount> cents of <currency> from a company shows what would arrive
      Given Acme has a <currency> account holding <currency> 500.00
      When the merchant sends POST /api/v1/account/users/{acme}/accounts/<account>/transfers/simulate
        """
        origin: {currency: <currency>, amount: <amount>}
        recipient: {accountId: "{ana.eur}"}
        """
      And the merchant sends POST /api/v1/account/users/{acme}/accounts/<account>/transfers/simulate
        """
        origin: {currency: <currency>, amount: <amount>}
        recipient: {accountId: "{ana.eur}"}
        """
      Then the answer is 200
      And the answer contains:
        """
        origin: {currency: <currency>, amount: <amount>}
        destination: {currency: EUR, amount: <arrives>}
        quoteId: "{any}"
        """
      And nothing has changed

      Examples: In one currency and converted
        | currency | account    | amount | arrives |
        | EUR      | {acme.eur} | 10000  | 10000   |
        | USD      | {acme.usd} | 10000  | 8000    |
