Feature: Labels and currencies of accounts of companies
  An account of a company takes the same labels and currencies as one of a person.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: ACC-6 An account is found under its user and can be given another label

    @ACC-6.20
    Scenario: A new label of a company's account is kept
      Given Acme has a EUR account
      When the merchant sends PATCH /api/v1/account/users/{acme}/accounts/{acme.eur}
        """
        label: Taxes
        """
      Then the answer is 200
      When the merchant sends GET /api/v1/account/users/{acme}/accounts/{acme.eur}
      Then the answer contains:
        """
        {id: "{acme.eur}", label: Taxes}
        """

  @source-R
  Rule: ACC-3 An account is in euros or dollars and has a label of 1 to 255 characters

    @ACC-3.9
    Scenario Outline: A company gets no account in <currency>
      Given Acme is a verified user
      When the merchant sends POST /api/v1/account/users/{acme}/accounts
        """
        {currency: <currency>, label: Savings}
        """
      Then it is refused with 422 validation_failed
        | field     | code   |
        | /currency | <code> |
      And nothing has changed

      Examples: A stablecoin and another currency
        | currency | code          |
        | USDC     | not_allowed   |
        | GBP      | unknown_value |
