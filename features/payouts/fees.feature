Feature: Fees of payouts
  A payout can have a fee. The fee is part of the amount that leaves the
  account; the rest is converted and sent.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-R
  Rule: OUT-8 The fee of a payout is deducted before the conversion, in the currency of the account

    @OUT-8.1
    Scenario: A payout is charged before it is converted
      Given the rate of "EUR/USDC" is "1.0909090909"
      And these fees are charged:
        | order         | system | merchant |
        | crypto payout | 0.6%   | 0.40     |
      When the merchant pays EUR 100.00 out of Ana's EUR account to a SOLANA address
      And the merchant sends GET /api/v1/account/crypto-payouts/{order}
      Then the answer contains:
        """
        origin: {currency: EUR, amount: 10000}
        destination: {currency: USDC, amount: 10800}
        fee: {currency: EUR, amount: 100, breakdown: {systemFee: 60, merchantFee: 40}}
        """
      And Ana's EUR account holds EUR 400.00
      And the merchant's fees EUR account holds EUR 0.40
      And these events are delivered:
        | event             | data.amounts.debitedAmount.amount | data.amounts.fees.total | data.amounts.amountAfterFees.amount | data.amounts.creditedAmount.amount |
        | payout.processing | 10000                             | 100                     | 9900                                | 10800                              |
        | payout.completed  | 10000                             | 100                     | 9900                                | 10800                              |

    @OUT-8.2
    Scenario Outline: A bank payout costs <system> for the system and <merchant> for the merchant
      Given these fees are charged:
        | order       | system   | merchant   |
        | bank payout | <system> | <merchant> |
      When the merchant pays EUR 100.00 out of Ana's EUR account
      Then the answer contains:
        """
        origin: {currency: EUR, amount: 10000}
        destination: {currency: EUR, amount: <arrives>}
        fee: {currency: EUR, amount: <total>, breakdown: {systemFee: <s>, merchantFee: <m>}}
        """
      When the merchant sends GET /api/v1/account/bank-payouts/{order}
      Then the answer contains:
        """
        fee: {currency: EUR, amount: <total>, breakdown: {systemFee: <s>, merchantFee: <m>}}
        """
      And Ana's EUR account holds EUR 400.00
      And the merchant's fees EUR account holds <earned>
      And these events are delivered:
        | event             | data.amounts.fees.total | data.amounts.creditedAmount.amount |
        | payout.processing | <total>                 | <arrives>                          |
        | payout.completed  | <total>                 | <arrives>                          |

      Examples: By share, by amount and both
        | system    | merchant     | s   | m   | total | arrives | earned   |
        | 0.60      | nothing      | 60  | 0   | 60    | 9940    | EUR 0.00 |
        | nothing   | 1.5%         | 0   | 150 | 150   | 9850    | EUR 1.50 |
        | 1% + 0.25 | 0.12% + 0.40 | 125 | 52  | 177   | 9823    | EUR 0.52 |

    @OUT-8.3 @decided
    Scenario: A payout has no fee when only other kinds of payout have one
      Given these fees are charged:
        | order         | system | merchant |
        | crypto payout | 1%     | 0.40     |
        | bank payin    | 1%     | 0.40     |
      When the merchant pays EUR 100.00 out of Ana's EUR account
      Then the answer contains:
        """
        destination: {currency: EUR, amount: 10000}
        fee: {currency: EUR, amount: 0, breakdown: {systemFee: 0, merchantFee: 0}}
        """
      And the merchant's fees EUR account holds EUR 0.00

    @OUT-8.4 @decided
    Scenario Outline: Two parts of half a percent of <sent> are <total> cents together
      Given these fees are charged:
        | order       | system | merchant |
        | bank payout | 0.5%   | 0.5%     |
      When the merchant pays <sent> out of Ana's EUR account
      Then the answer contains:
        """
        fee: {amount: <total>}
        """

      Examples: Each part is rounded for itself, halves to the even cent
        | sent     | total |
        | EUR 1.00 | 0     |
        | EUR 3.00 | 4     |
        | EUR 4.99 | 4     |
        | EUR 5.00 | 4     |
        | EUR 5.01 | 6     |
        | EUR 7.00 | 8     |

    @OUT-8.5
    Scenario: The whole balance can be paid out, with the fee taken from it
      Given these fees are charged:
        | order       | system | merchant |
        | bank payout | 0.60   | 0.40     |
      When the merchant pays EUR 500.00 out of Ana's EUR account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -500.00 | EUR 0.00   |
      And Ana's EUR account holds EUR 0.00
      And the merchant's fees EUR account holds EUR 0.40

    @OUT-8.6 @decided
    Scenario: A quote shows the amount that arrives after the fee
      Given these fees are charged:
        | order       | system | merchant |
        | bank payout | 0.6%   | 0.40     |
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
        """
        {origin: {currency: EUR, amount: 10000}, recipient: {country: ES, routingData: IBAN}}
        """
      Then the answer contains:
        """
        {origin: {currency: EUR, amount: 10000}, destination: {currency: EUR, amount: 9900}}
        """
      And nothing has changed

    @OUT-8.12
    Scenario: A payout out of a dollar account is charged in dollars
      Given Bruno has a USD account holding USD 500.00
      And these fees are charged:
        | order       | system | merchant |
        | bank payout | 0.60   | 0.40     |
      When the merchant pays USD 100.00 out of Bruno's USD account
      Then the answer contains:
        """
        destination: {currency: USD, amount: 9900}
        fee: {currency: USD, amount: 100, breakdown: {systemFee: 60, merchantFee: 40}}
        """
      And Bruno's USD account holds USD 400.00
      And the merchant's fees USD account holds USD 0.40
