Feature: Labels of several accounts
  Each account has its own label, which can be changed at any time and as often as
  the merchant likes.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: ACC-6 An account is found under its user and can be given another label

    @ACC-6.9
    Scenario: A new label leaves the label of another account as it is
      When the merchant opens a USD account for Ana
        """
        label: Travel
        """
      And the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Household
        """
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.usd}
      Then the answer contains:
        """
        label: Travel
        """
      And the answer matches its snapshot

    @ACC-6.10
    Scenario: An account that holds money can be given another label again and again
      Given Ana has a USD account holding USD 500.00
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.usd}
        """
        label: Household
        """
      And the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.usd}
        """
        label: Travel
        """
      Then the answer is 200
      And the answer contains:
        """
        {id: "{ana.usd}", label: Travel, currency: USD, balance: 50000}
        """

    @ACC-6.11 @decided
    Scenario: A long list of accounts comes in pages
      Given Ana has a USD account
      When the merchant sends GET /api/v1/account/users/{ana}/accounts?page=2&pageSize=1
      Then the answer contains:
        """
        accounts: [{id: "{ana.usd}", currency: USD}]
        pagination: {page: 2, pageSize: 1, total: 2}
        """
      And the answer matches its snapshot
