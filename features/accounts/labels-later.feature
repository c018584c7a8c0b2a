Feature: Labels that change later
  The label of an account can be changed after payments and several times, and payments
  leave it as it is. Lists show the label that was set last.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-R
  Rule: ACC-6 An account is found under its user and can be given another label

    @ACC-6.16 @decided
    Scenario: The list of accounts shows the label that each account was given last
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Household
        """
      Then the answer contains:
        """
        id: "{uuid as first}"
        """
      When the merchant opens a EUR account for Ana
        """
        label: Travel
        """
      And the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Holidays
        """
      And the merchant sends GET /api/v1/account/users/{ana}/accounts
      Then the answer contains:
        """
        accounts: [{id: "{first}", label: Household}, {id: "{ana.eur}", label: Holidays}]
        """
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Presents
        """
      And the merchant sends GET /api/v1/account/users/{ana}/accounts
      Then the answer contains:
        """
        accounts: [{id: "{first}", label: Household}, {id: "{ana.eur}", label: Presents}]
        """

    @ACC-6.17
    Scenario: The label of a second account in the same currency can be changed, and that of the first one stays
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Household
        """
      Then the answer contains:
        """
        id: "{uuid as first}"
        """
      When the merchant opens a EUR account for Ana
        """
        label: Travel
        """
      And the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Holidays
        """
      Then the answer contains:
        """
        {id: "{ana.eur}", label: Holidays, currency: EUR}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{first}
      Then the answer contains:
        """
        {id: "{first}", label: Household, balance: 50000}
        """

    @ACC-6.18
    Scenario: Payments leave the label of an account as it is
      Given Bruno has a EUR account
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Household
        """
      And the merchant pays EUR 100.00 out of Ana's EUR account
      And the merchant transfers EUR 50.00 from Ana's EUR account to Bruno's EUR account
      And a bank payin of EUR 20.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
      Then the answer contains:
        """
        {id: "{ana.eur}", label: Household, balance: 37000}
        """

    @ACC-6.19
    Scenario: The label of an account can be changed after payments, which leaves its money as it is
      Given Bruno has a EUR account
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the merchant transfers EUR 50.00 from Ana's EUR account to Bruno's EUR account
      And the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Household
        """
      Then the answer contains:
        """
        {id: "{ana.eur}", label: Household, balance: 35000}
        """
      And the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -100.00 | EUR 400.00 |
        | EUR -50.00  | EUR 350.00 |
