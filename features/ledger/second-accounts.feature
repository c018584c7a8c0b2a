Feature: Ledgers of a user's several accounts
  Each account of a user has its own ledger, whose later pages go on where the earlier
  ones end.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W @source-R
  Rule: LED-3 Entries are listed in order of time, each with its amount, the balance after it and its order

    @LED-3.16 @source-R
    Scenario: An entry of a user's second account is not found under the first one
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
      Then the answer contains:
        """
        id: "{uuid as first}"
        """
      When the merchant opens a EUR account for Ana
      And a bank payin of EUR 70.00 to Ana's EUR account settles
      Then the ledger of Ana's EUR account reads:
        | amount    | balance   |
        | EUR 70.00 | EUR 70.00 |
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{first}/transactions/{entry}
      Then it is refused with 404 not_found
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{entry}
      Then the answer contains:
        """
        {id: "{entry}", order: {id: "{order}"}}
        """

    @LED-3.17 @decided
    Scenario Outline: Page <page> of five entries has <which>
      When the merchant pays EUR 10.00 out of Ana's EUR account
      And the merchant pays EUR 20.00 out of Ana's EUR account
      And the merchant pays EUR 30.00 out of Ana's EUR account
      And a bank payin of EUR 40.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions?page=<page>&pageSize=2
      Then the answer is valid as "ledger-page"
      And the answer contains:
        """
        transactions: <entries>
        pagination: {page: <page>, pageSize: 2, numPages: 3, total: 5, next: <next>, previous: "{any}"}
        """

      Examples: The second page and the last one
        | page | which                      | entries                                                                                                                              | next    |
        | 2    | the third and fourth entry | [{amount: -2000, runningBalance: 47000, order: {id: "{order.2}"}}, {amount: -3000, runningBalance: 44000, order: {id: "{order.3}"}}] | "{any}" |
        | 3    | the fifth entry            | [{amount: 4000, runningBalance: 48000, order: {id: "{order.4}"}}]                                                                    | null    |
