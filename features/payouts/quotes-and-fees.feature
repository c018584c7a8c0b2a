Feature: Quotes and fees of different payouts
  A quote is asked for each way of a payout, and a fee is charged in each
  currency, for persons and companies.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-R
  Rule: OUT-5 A payout can be quoted before it is made and read afterwards, by its own merchant

    @OUT-5.13
    Scenario Outline: A quote of a payout of <holder> in <currency> to <country> shows the amount that arrives
      Given <holder> has a <currency> account holding <currency> 500.00
      When the merchant sends POST /api/v1/account/users/<user>/accounts/<account>/bank-payouts/simulate
        """
        {origin: {currency: <currency>, amount: 10000}, recipient: {country: <country>, routingData: IBAN}}
        """
      Then the answer is 200
      And the answer contains:
        """
        origin: {currency: <currency>, amount: 10000}
        quoteId: "{any}"
        """
      And nothing has changed

      Examples: Persons and companies, inside and outside the euro area
        | holder | currency | user    | account     | country |
        | Bruno  | USD      | {bruno} | {bruno.usd} | CH      |
        | Acme   | EUR      | {acme}  | {acme.eur}  | DE      |
        | Acme   | USD      | {acme}  | {acme.usd}  | GB      |

    @OUT-5.14
    Scenario: Two quotes in a row move no money
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
        """
        {origin: {currency: EUR, amount: 10000}, recipient: {country: ES, routingData: IBAN}}
        """
      And the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
        """
        {origin: {currency: EUR, amount: 20000}, recipient: {country: ES, routingData: IBAN}}
        """
      Then the answer contains:
        """
        origin: {currency: EUR, amount: 20000}
        quoteId: "{any}"
        """
      And nothing has changed

    @OUT-5.15 @decided
    Scenario: A quote for an amount of 0 is refused
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
        """
        {origin: {currency: EUR, amount: 0}, recipient: {country: ES, routingData: IBAN}}
        """
      Then it is refused with 422 validation_failed
        | field          | code         |
        | /origin/amount | out_of_range |
      And nothing has changed

  @source-R
  Rule: OUT-8 The fee of a payout is deducted before the conversion, in the currency of the account

    @OUT-8.16
    Scenario Outline: A crypto payout out of the <currency> account of <holder> is charged in <currency>
      Given <holder> has a <currency> account holding <currency> 500.00
      And the rate of "<currency>/USDC" is "0.9000000000"
      And these fees are charged:
        | order         | system | merchant |
        | crypto payout | 0.60   | 0.40     |
      When the merchant pays <currency> 100.00 out of <holder>'s <currency> account to a SOLANA address
        """
        recipient: {currency: USDC}
        """
      Then the answer contains:
        """
        destination: {currency: USDC, amount: 8910}
        fee: {currency: <currency>, amount: 100, breakdown: {systemFee: 60, merchantFee: 40}}
        """
      And <holder>'s <currency> account holds <currency> 400.00
      And the merchant's fees <currency> account holds <currency> 0.40

      Examples: A person in dollars, and companies
        | holder | currency |
        | Bruno  | USD      |
        | Acme   | USD      |
        | Acme   | EUR      |

    @OUT-8.17
    Scenario: A cancelled crypto payout has no fee
      Given these fees are charged:
        | order         | system | merchant |
        | crypto payout | 0.60   | 0.40     |
      And payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account to a TRON address
      And the merchant cancels the payout
      Then the order is cancelled
      And Ana's EUR account holds EUR 500.00
      And the merchant's fees EUR account holds EUR 0.00

    @OUT-8.18
    Scenario: A payout of one cent more than its fee arrives as one cent
      Given these fees are charged:
        | order       | system | merchant |
        | bank payout | 0.60   | 0.40     |
      When the merchant pays EUR 1.01 out of Ana's EUR account
      Then the answer contains:
        """
        origin: {currency: EUR, amount: 101}
        destination: {currency: EUR, amount: 1}
        fee: {currency: EUR, amount: 100, breakdown: {systemFee: 60, merchantFee: 40}}
        """
      And Ana's EUR account holds EUR 498.99
