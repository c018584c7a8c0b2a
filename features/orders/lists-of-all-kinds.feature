Feature: Orders of every kind in one list
  A list shows the orders of every kind, newest first, in pages of one to a
  hundred.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: ORD-3 Lists of orders are paged, sorted and filtered, and new orders do not shift a page

    @ORD-3.19 @decided
    Scenario: The newest of several orders of different kinds comes first
      Given Bruno has a EUR account
      When a crypto payin of USDC 100.00 to Ana's EUR account settles
      And a bank payin of EUR 100.00 to Ana's EUR account settles
      And the merchant transfers EUR 10.00 from Ana's EUR account to Bruno's EUR account
      And the merchant sends GET /api/v1/account/orders
      Then the answer contains:
        """
        orders: [{type: TRANSFER}, {type: BANK_PAY_IN}, {type: CRYPTO_PAY_IN}]
        pagination: {total: 3}
        """
      When the merchant pays EUR 10.00 out of Ana's EUR account
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders
      Then the answer contains:
        """
        orders: [{type: BANK_PAY_OUT}, {type: TRANSFER}, {type: BANK_PAY_IN}, {type: CRYPTO_PAY_IN}]
        pagination: {total: 4}
        """

    @ORD-3.20
    Scenario Outline: A list filtered by <type> has the newest order alone
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      And <what>
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?type_eq=<type>
      Then the answer contains:
        """
        orders: [{id: "{order}", type: <type>}]
        pagination: {total: 1}
        """

      Examples: Kinds of order
        | type           | what                                                                   |
        | CRYPTO_PAY_IN  | a crypto payin of USDC 10.00 to Ana's EUR account settles              |
        | CARD_PAY_IN    | a card payin of EUR 10.00 to Ana's EUR account settles                 |
        | BANK_PAY_OUT   | the merchant pays EUR 10.00 out of Ana's EUR account                   |
        | CRYPTO_PAY_OUT | the merchant pays EUR 10.00 out of Ana's EUR account to a TRON address |

    @ORD-3.21
    Scenario: The orders of a company's account are listed and sorted
      Given Acme has a USD account
      When a bank payin of USD 10.00 to Acme's USD account settles
      And a bank payin of USD 20.00 to Acme's USD account fails
      And the merchant sends GET /api/v1/account/users/{acme}/accounts/{acme.usd}/orders?sort=createdAt
      Then the answer contains:
        """
        orders: [{id: "{order.1}", state: COMPLETED}, {id: "{order}", state: FAILED}]
        pagination: {total: 2}
        """

    @ORD-3.22
    Scenario: The page between the first and the last has links to both
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And a bank payin of EUR 20.00 to Ana's EUR account fails
      And a bank payin of EUR 30.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?sort=createdAt&page=2&pageSize=1
      Then the answer contains:
        """
        orders: [{state: FAILED}]
        pagination: {page: 2, pageSize: 1, numPages: 3, total: 3, next: "{any}", previous: "{any}"}
        """
      When the merchant sends GET /api/v1/account/orders?sort=createdAt&page=2&pageSize=1
      Then the answer contains:
        """
        orders: [{state: FAILED}]
        pagination: {page: 2, pageSize: 1, numPages: 3, total: 3, next: "{any}", previous: "{any}"}
        """

    @ORD-3.23 @decided
    Scenario: A page after the last one of the merchant's list is empty
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/orders?page=2&pageSize=1
      Then the answer contains:
        """
        orders: []
        pagination: {page: 2, total: 1, next: null}
        """

    @ORD-3.24
    Scenario Outline: The query <query> is refused for the orders of an account
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?<query>
      Then it is refused with 422 validation_failed
        | field    | code         |
        | /<field> | out_of_range |

      Examples: A page above the maximum
        | query        | field    |
        | pageSize=101 | pageSize |

      @decided
      Examples: Pages that do not exist
        | query      | field    |
        | pageSize=0 | pageSize |
        | page=0     | page     |
