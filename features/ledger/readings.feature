Feature: Reading a ledger
  A ledger can be read for each account, in dollars and of a company, and in
  pages.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W @source-R
  Rule: LED-3 Entries are listed in order of time, each with its amount, the balance after it and its order

    @LED-3.10
    Scenario: The ledger of a company in dollars shows three entries in order of time
      Given Acme has a USD account holding USD 500.00
      When the merchant pays USD 200.00 out of Acme's USD account
      And a bank payin of USD 0.01 to Acme's USD account settles
      And the merchant sends GET /api/v1/account/users/{acme}/accounts/{acme.usd}/transactions
      Then the answer is 200
      And the answer is valid as "ledger"
      And as decided, the answer contains:
        """
        - {amount: 50000, runningBalance: 50000, order: {type: BANK_PAY_IN}}
        - {amount: -20000, runningBalance: 30000, order: {type: BANK_PAY_OUT}}
        - {amount: 1, runningBalance: 30001, order: {id: "{order}", type: BANK_PAY_IN}}
        """

    @LED-3.11
    Scenario: A credit entry can be read by its id
      When a bank payin of EUR 70.00 to Ana's EUR account settles
      Then the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR 70.00  | EUR 570.00 |
      When the merchant sends GET /api/v1/account/transactions/{entry}
      Then the answer is 200
      And the answer matches its snapshot
      And the answer is valid as "ledger-entry"
      And the answer contains:
        """
        id: "{entry}"
        order: {id: "{order}"}
        """
      And as decided, the answer contains:
        """
        amount: 7000
        order: {type: BANK_PAY_IN}
        """

    @LED-3.12 @source-S
    Scenario: A ledger is not found under another user
      Given Bruno has a EUR account
      When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{ana.eur}/transactions
      Then it is refused with 404 not_found

    @LED-3.13 @decided
    Scenario: A page after the last one of a ledger is empty
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions?page=2&pageSize=1
      Then the answer is valid as "ledger-page"
      And the answer contains:
        """
        transactions: []
        pagination: {page: 2, pageSize: 1, total: 1, next: null}
        """

    @LED-3.14 @decided
    Scenario: A page of a ledger with no entries is refused
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions?pageSize=0
      Then it is refused with 422 validation_failed
        | field     | code         |
        | /pageSize | out_of_range |
