Feature: Lists of orders
  Orders are listed in pages and can be sorted and filtered.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account
    And Bruno has a EUR account holding EUR 500.00

  @source-R
  Rule: ORD-3 Lists of orders are paged, sorted and filtered, and new orders do not shift a page

    @ORD-3.1
    Scenario: A page has at most the requested size
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And a bank payin of EUR 20.00 to Ana's EUR account settles
      And a bank payin of EUR 30.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?sort=createdAt&page=2&pageSize=2
      Then the answer is valid as "order-list"
      And the answer contains:
        """
        orders: [{id: "{order}"}]
        pagination: {page: 2, pageSize: 2, numPages: 2, total: 3, next: null, previous: "{any}"}
        """

    @ORD-3.2
    Scenario: The default page size is 30
      When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{bruno.eur}/orders
      Then the answer contains:
        """
        pagination: {page: 1, pageSize: 30, numPages: 1, total: 1, next: null, previous: null}
        """

    @ORD-3.3 @decided
    Scenario: A page after the last one is empty
      When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{bruno.eur}/orders?page=9&pageSize=1
      Then the answer contains:
        """
        orders: []
        pagination: {page: 9, total: 1, next: null}
        """

    @ORD-3.4
    Scenario: Every order is on exactly one page while new orders arrive
      Given Flora has a EUR account holding EUR 10.00
      And Carla has a EUR account holding EUR 20.00
      And Dora has a EUR account holding EUR 30.00
      And Emil has a EUR account holding EUR 40.00
      When the merchant pages through the orders while new ones arrive
      Then every order is on exactly one page

    @ORD-3.5
    Scenario Outline: A list sorted by <sort> begins with the <which> order
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And a bank payin of EUR 20.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?sort=<sort>
      Then the answer contains:
        """
        orders: [{id: "{<first>}"}, {id: "{<second>}"}]
        """

      Examples: Both directions
        | sort       | which  | first   | second  |
        | createdAt  | oldest | order.1 | order   |
        | -createdAt | newest | order   | order.1 |

    @ORD-3.6
    Scenario Outline: A list filtered by <filter> has only the <which> order
      When a bank payin of EUR 10.00 to Ana's EUR account fails
      And a card payin of EUR 20.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?<filter>
      Then the answer contains:
        """
        orders: [{id: "{<found>}"}]
        pagination: {total: 1}
        """

      Examples: Fields and operators
        | filter                               | which  | found   |
        | state_eq=FAILED                      | first  | order.1 |
        | state_neq=FAILED                     | second | order   |
        | state_like=COMPLE                    | second | order   |
        | state_ilike=comple                   | second | order   |
        | type_eq=BANK_PAY_IN                  | first  | order.1 |
        | type_like=CARD                       | second | order   |
        | id_eq={order.1}                      | first  | order.1 |
        | id_neq={order.1}                     | second | order   |
        | amount_eq=1000                       | first  | order.1 |
        | amount_gt=1000                       | second | order   |
        | amount_gte=2000                      | second | order   |
        | amount_lt=2000                       | first  | order.1 |
        | amount_lte=1000                      | first  | order.1 |
        | state_eq=FAILED&type_eq=BANK_PAY_IN  | first  | order.1 |
        | originCurrency_eq=EUR&amount_gt=1000 | second | order   |

    @ORD-3.7
    Scenario Outline: A list filtered by <filter> is empty
      When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{bruno.eur}/orders?<filter>
      Then the answer contains:
        """
        orders: []
        pagination: {total: 0}
        """

      Examples: Filters that match no order
        | filter                                 |
        | state_eq=FAILED                        |
        | state_like=comple                      |
        | destinationCurrency_eq=USD             |
        | createdAt_lt=2001-01-01T00:00:00.000Z  |
        | id_eq={unknown}                        |
        | state_eq=COMPLETED&type_eq=CARD_PAY_IN |

    @ORD-3.8
    Scenario Outline: The query <query> is refused
      When the merchant sends GET /api/v1/account/orders?<query>
      Then it is refused with 422 validation_failed
        | field    | code   |
        | /<field> | <code> |

      @decided
      Examples: Values that make no sense
        | query      | field    | code         |
        | page=0     | page     | out_of_range |
        | page=-1    | page     | out_of_range |
        | page=two   | page     | wrong_type   |
        | pageSize=0 | pageSize | out_of_range |

      Examples: A page above the maximum
        | query        | field    | code         |
        | pageSize=101 | pageSize | out_of_range |

      @decided
      Examples: Values that no order has
        | query                  | field             | code           |
        | pageSize=1.5           | pageSize          | wrong_type     |
        | sort=amount            | sort              | unknown_value  |
        | sort=+createdAt        | sort              | unknown_value  |
        | state_eq=DONE          | state_eq          | unknown_value  |
        | type_eq=CHEQUE         | type_eq           | unknown_value  |
        | id_eq=42               | id_eq             | invalid_format |
        | createdAt_gt=yesterday | createdAt_gt      | invalid_format |
        | amount_gte=much        | amount_gte        | wrong_type     |
        | originCurrency_eq=XXX  | originCurrency_eq | unknown_value  |

    @ORD-3.9 @decided
    Scenario: A list of orders matches its snapshot
      When the merchant sends GET /api/v1/account/orders
      Then the answer matches its snapshot
