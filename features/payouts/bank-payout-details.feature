Feature: Details of a bank payout
  The merchant reads afterwards where the money of a payout went.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: OUT-5 A payout can be quoted before it is made and read afterwards, by its own merchant

    @OUT-5.9
    Scenario: The details of a bank payout show its amount, its account, its recipient and its reference
      Given Ana has a EUR account holding EUR 500.00
      When the merchant pays EUR 120.01 out of Ana's EUR account
        """
        recipient: {iban: FR1420041010050500013M02606, accountHolder: Inés Muñoz, bankName: Crédit du Sud}
        reference: Alquiler nº 3
        """
      And the merchant sends GET /api/v1/account/bank-payouts/{order}
      Then the answer is 200
      And the answer is valid as "bank-payout"
      And the answer contains:
        """
        id: "{order}"
        type: BANK_PAY_OUT
        state: COMPLETED
        origin: {currency: EUR, amount: 12001}
        destination: {currency: EUR, amount: 12001}
        reference: Alquiler nº 3
        sender: {accountId: "{ana.eur}"}
        """
      And as decided, the answer contains:
        """
        recipient: {iban: FR1420041010050500013M02606, accountHolder: Inés Muñoz, bankName: Crédit du Sud}
        """

    @OUT-5.10
    Scenario: A quote of a payout out of a dollar account is given in dollars
      Given Bruno has a USD account holding USD 500.00
      When the merchant sends POST /api/v1/account/users/{bruno}/accounts/{bruno.usd}/bank-payouts/simulate
        """
        {origin: {currency: USD, amount: 10000}, recipient: {country: ES, routingData: IBAN}}
        """
      Then the answer is 200
      And the answer matches its snapshot
      And the answer contains:
        """
        origin: {currency: USD, amount: 10000}
        destination: {currency: USD, amount: 10000}
        """
      And nothing has changed

    @OUT-5.11
    Scenario Outline: A transfer is not found among the <kind> payouts
      Given Ana has a EUR account holding EUR 500.00
      And Bruno has a EUR account
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
      And the merchant sends GET /api/v1/account/<kind>-payouts/{order}
      Then it is refused with 404 not_found

      Examples: Both kinds
        | kind   |
        | bank   |
        | crypto |
