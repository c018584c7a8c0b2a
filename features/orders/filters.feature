Feature: Filters of orders
  The merchant's own list takes the same filters as that of an account. A
  filter that excludes every order leaves an empty list.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: ORD-3 Lists of orders are paged, sorted and filtered, and new orders do not shift a page

    @ORD-3.10
    Scenario Outline: The merchant's list filtered by <filter> has only the <which> order
      When a bank payin of EUR 10.00 to Ana's EUR account fails
      And a card payin of EUR 20.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/orders?<filter>
      Then the answer contains:
        """
        orders: [{id: "{<found>}"}]
        pagination: {total: 1}
        """

      Examples: Fields and operators
        | filter                             | which  | found   |
        | state_eq=FAILED                    | first  | order.1 |
        | type_neq=BANK_PAY_IN               | second | order   |
        | type_ilike=bank                    | first  | order.1 |
        | id_like={order.1}                  | first  | order.1 |
        | id_ilike={order}                   | second | order   |
        | amount_gte=2000                    | second | order   |
        | state_eq=COMPLETED&amount_lte=2000 | second | order   |

    @ORD-3.11
    Scenario Outline: The merchant's list sorted by <sort> begins with the <which> order
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And a bank payin of EUR 20.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/orders?sort=<sort>
      Then the answer contains:
        """
        orders: [{id: "{<first>}"}, {id: "{<second>}"}]
        """

      Examples: Both directions
        | sort       | which  | first   | second  |
        | createdAt  | oldest | order.1 | order   |
        | -createdAt | newest | order   | order.1 |

    @ORD-3.12
    Scenario Outline: A list of orders in euros made today, filtered by <filter>, is empty
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?<filter>
      Then the answer contains:
        """
        orders: []
        pagination: {total: 0}
        """

      Examples: Filters that match no order
        | filter                                 |
        | createdAt_gt=2901-01-01T00:00:00.000Z  |
        | createdAt_gte=2901-01-01T00:00:00.000Z |
        | createdAt_lte=2001-01-01T00:00:00.000Z |
        | createdAt_eq=2001-01-01T00:00:00.000Z  |
        | originCurrency_neq=EUR                 |
        | destinationCurrency_neq=EUR            |
        | originCurrency_like=eu                 |
        | type_like=bank                         |
        | amount_neq=1000                        |

      Examples: Two bounds, of which one leaves the order out
        | filter                                                                      |
        | createdAt_gt=2001-01-01T00:00:00.000Z&createdAt_lt=2002-01-01T00:00:00.000Z |
        | createdAt_lt=2901-01-01T00:00:00.000Z&createdAt_gt=2900-01-01T00:00:00.000Z |

    @ORD-3.13
    Scenario: A list with a filter comes in pages
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And a bank payin of EUR 20.00 to Ana's EUR account fails
      And a bank payin of EUR 30.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?state_eq=COMPLETED&sort=createdAt&pageSize=1
      Then the answer contains:
        """
        orders: [{id: "{order.1}"}]
        pagination: {page: 1, pageSize: 1, numPages: 2, total: 2, next: "{any}"}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?state_eq=COMPLETED&sort=createdAt&pageSize=1&page=2
      Then the answer contains:
        """
        orders: [{id: "{order}"}]
        pagination: {page: 2, total: 2, previous: "{any}"}
        """
