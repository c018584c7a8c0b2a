Feature: Pages of the ledger
  A long ledger can be read in pages, and an entry is found only in its ledger.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W @source-R
  Rule: LED-3 Entries are listed in order of time, each with its amount, the balance after it and its order

    @LED-3.5 @source-S
    Scenario Outline: Reading <what> is refused as not found
      When the merchant sends GET <path>
      Then it is refused with 404 not_found

      Examples: No entries
        | what                  | path                                   |
        | an unknown entry      | /api/v1/account/transactions/{unknown} |
        | an invalid identifier | /api/v1/account/transactions/last      |

      @source-R
      Examples: No entries of the account
        | what             | path                                                                  |
        | an unknown entry | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{unknown} |

      @decided
      Examples: No account
        | what                        | path                                                        |
        | an unknown account's ledger | /api/v1/account/users/{ana}/accounts/{unknown}/transactions |

    @LED-3.6 @source-R
    Scenario: An entry is not found under another account
      Given Bruno has a EUR account
      When the merchant pays EUR 200.00 out of Ana's EUR account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -200.00 | EUR 300.00 |
      When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{bruno.eur}/transactions/{entry}
      Then it is refused with 404 not_found

    @LED-3.7 @decided
    Scenario: A ledger is paged when a page is asked for
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions?page=2&pageSize=1
      Then the answer is valid as "ledger-page"
      And the answer contains:
        """
        transactions: [{amount: -20000, order: {id: "{order}"}}]
        pagination: {page: 2, pageSize: 1, numPages: 2, total: 2, next: null, previous: "{any}"}
        """

    @LED-3.9 @decided
    Scenario Outline: The part <query> of a ledger has its first entry
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions?<query>
      Then the answer is valid as "ledger-page"
      And the answer contains:
        """
        transactions: [{amount: 50000, order: {type: BANK_PAY_IN}}]
        pagination: {page: 1, pageSize: 1, numPages: 2, total: 2, next: "{any}", previous: null}
        """

      Examples: With and without the number of the page
        | query             |
        | page=1&pageSize=1 |
        | pageSize=1        |

    @LED-3.8 @decided
    Scenario Outline: The page <query> of a ledger is refused
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions?<query>
      Then it is refused with 422 validation_failed
        | field    | code   |
        | /<field> | <code> |

      Examples: Values that make no sense
        | query        | field    | code         |
        | page=0       | page     | out_of_range |
        | pageSize=101 | pageSize | out_of_range |
