Feature: Tasks of a merchant that moves money
  A merchant compares amounts: those of a quote with those of the charge,
  and balances before and after.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @NEED-1 @source-R
  Scenario: A payout debits and delivers the amounts of its quote
    Given these fees are charged:
      | order       | system | merchant |
      | bank payout | 0.6%   | 0.40     |
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
    Then the answer contains:
      """
      balance: "{any as before}"
      """
    When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
      """
      {origin: {currency: EUR, amount: 10000}, recipient: {country: ES, routingData: IBAN}}
      """
    Then the answer contains:
      """
      origin: "{any as quoted}"
      destination: "{any as arriving}"
      """
    When the merchant pays EUR 100.00 out of Ana's EUR account
    Then the answer contains:
      """
      origin: "{quoted}"
      destination: "{arriving}"
      fee: {currency: EUR, amount: "{quoted.amount - arriving.amount}"}
      """
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
    Then the answer contains:
      """
      balance: "{before - quoted.amount}"
      """

  @NEED-2 @source-R
  Scenario: A transfer between currencies delivers the amount that its quote showed
    Given Bruno has a USD account
    And the rate of "EUR/USD" is "1.0834000000"
    When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate
      """
      {origin: {currency: EUR, amount: 3333}, recipient: {accountId: "{bruno.usd}"}}
      """
    Then the answer contains:
      """
      destination: "{any as quoted}"
      quote: {rate: "{any as rate}"}
      """
    When the merchant transfers EUR 33.33 from Ana's EUR account to Bruno's USD account
    Then the answer contains:
      """
      destination: "{quoted}"
      fx: {rate: "{rate}"}
      """
    When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{bruno.usd}
    Then the answer contains:
      """
      balance: "{quoted.amount}"
      """

  @NEED-3
  Scenario: A transfer adds to one account the amount that it takes from the other
    Given Bruno has a EUR account holding EUR 70.00
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
    Then the answer contains:
      """
      balance: "{any as before}"
      """
    When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{bruno.eur}
    Then the answer contains:
      """
      balance: "{any as received}"
      """
    When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
    Then the order is completed
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
    Then the answer contains:
      """
      balance: "{before - 12000}"
      """
    When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{bruno.eur}
    Then the answer contains:
      """
      balance: "{received + 12000}"
      """

  @NEED-4
  Scenario: A payout may take all that is left after another one, reckoned from the balance
    When the merchant pays EUR 123.45 out of Ana's EUR account
    Then the order is completed
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
    Then the answer contains:
      """
      balance: "{any as left}"
      """
    When the merchant pays EUR 1.00 out of Ana's EUR account
      """
      origin: {currency: EUR, amount: "{left + 1}"}
      """
    Then it is refused
    When the merchant pays EUR 1.00 out of Ana's EUR account
      """
      origin: {currency: EUR, amount: "{left}"}
      """
    Then the second order is completed
    And Ana's EUR account holds EUR 0.00
