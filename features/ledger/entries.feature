Feature: Entries of the ledger
  An entry shows its order, its amount and the balance after it. Nobody can
  change it.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W @source-R
  Rule: LED-3 Entries are listed in order of time, each with its amount, the balance after it and its order

    @LED-3.1
    Scenario: The ledger of an account shows its entries in order of time
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions
      Then the answer is 200
      And the answer is valid as "ledger"
      And as decided, the answer contains:
        """
        - amount: 50000
          runningBalance: 50000
          order: {type: BANK_PAY_IN, state: COMPLETED}
        - amount: -20000
          runningBalance: 30000
          order: {id: "{order}", type: BANK_PAY_OUT, state: COMPLETED}
        """

    @LED-3.2 @decided
    Scenario: A ledger matches its snapshot
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions
      Then the answer matches its snapshot

    @LED-3.3
    Scenario: The ledger of a new account is empty
      Given Bruno has a EUR account
      When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{bruno.eur}/transactions
      Then the answer is 200
      And as decided, the answer contains:
        """
        []
        """

    @LED-3.4
    Scenario Outline: An entry is found <where>
      When the merchant pays EUR 200.00 out of Ana's EUR account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -200.00 | EUR 300.00 |
      When the merchant sends GET <path>
      Then the answer is 200
      And the answer is valid as "ledger-entry"
      And the answer contains:
        """
        id: "{entry}"
        order: {id: "{order}"}
        """
      And as the reference says, the answer contains:
        """
        runningBalance: 30000
        createdAt: "{timestamp}"
        """
      And as decided, the answer contains:
        """
        amount: -20000
        """

      Examples: The address of the entry
        | where     | path                                 |
        | by itself | /api/v1/account/transactions/{entry} |

      @source-R
      Examples: Its address under the account
        | where             | path                                                                |
        | under the account | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{entry} |

  @source-W
  Rule: LED-2 An entry never changes and cannot be changed or deleted

    @LED-2.1
    Scenario: Earlier entries stay unchanged when later ones are added
      When the merchant pays EUR 100.00 out of Ana's EUR account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -100.00 | EUR 400.00 |
      When the merchant pays EUR 50.00 out of Ana's EUR account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -100.00 | EUR 400.00 |
        | EUR -50.00  | EUR 350.00 |

    @LED-2.2
    Scenario Outline: The method <method> is refused on a ledger and changes nothing
      When the merchant sends <method> /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions
        """
        amount: 1
        """
      Then the answer is 405
      And nothing has changed

      Examples: Methods that write
        | method |
        | POST   |
        | PUT    |
        | PATCH  |
        | DELETE |

    @LED-2.3
    Scenario Outline: The method <method> is refused on an entry under <path> and changes nothing
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions
      Then the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
      When the merchant sends <method> <path>
        """
        amount: 1
        """
      Then the answer is 405
      And nothing has changed

      Examples: Methods that write, at both addresses
        | method | path                                                                |
        | POST   | /api/v1/account/transactions/{entry}                                |
        | PUT    | /api/v1/account/transactions/{entry}                                |
        | PATCH  | /api/v1/account/transactions/{entry}                                |
        | DELETE | /api/v1/account/transactions/{entry}                                |
        | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{entry} |
        | PUT    | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{entry} |
        | PATCH  | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{entry} |
        | DELETE | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{entry} |
