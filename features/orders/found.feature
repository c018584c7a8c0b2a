Feature: Orders found by a filter
  Each member by which orders are filtered finds the orders that it should,
  with each of its operators.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: ORD-3 Lists of orders are paged, sorted and filtered, and new orders do not shift a page

    @ORD-3.14
    Scenario Outline: A list of two converted orders filtered by <filter> has only the <which> one
      When a bank payin of USD 10.00 to Ana's EUR account settles
      And a crypto payin of USDC 20.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/orders?<filter>
      Then the answer contains:
        """
        orders: [{id: "{<found>}"}]
        pagination: {total: 1}
        """

      Examples: The currency that came, and the amount
        | filter                    | which  | found   |
        | originCurrency_eq=USD     | first  | order.1 |
        | originCurrency_neq=USD    | second | order   |
        | originCurrency_like=USDC  | second | order   |
        | originCurrency_ilike=usdc | second | order   |
        | amount_neq=1000           | second | order   |

    @ORD-3.15
    Scenario Outline: A list of a transfer and its payin filtered by <filter> has only the <which> order
      Given Bruno has a USD account
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And the merchant transfers EUR 10.00 from Ana's EUR account to Bruno's USD account
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?<filter>
      Then the answer contains:
        """
        orders: [{id: "{<found>}"}]
        pagination: {total: 1}
        """

      Examples: The currency that arrives
        | filter                       | which  | found   |
        | destinationCurrency_eq=EUR   | first  | order.1 |
        | destinationCurrency_neq=EUR  | second | order   |
        | destinationCurrency_like=US  | second | order   |
        | destinationCurrency_ilike=eu | first  | order.1 |
        | type_eq=TRANSFER             | second | order   |

    @ORD-3.16
    Scenario Outline: A list filtered by <filter> has the order that was made today
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?<filter>
      Then the answer contains:
        """
        orders: [{id: "{order}"}]
        pagination: {total: 1}
        """

      Examples: Times long before and long after
        | filter                                                                      |
        | createdAt_neq=2001-01-01T00:00:00.000Z                                      |
        | createdAt_gt=2001-01-01T00:00:00.000Z                                       |
        | createdAt_gte=2001-01-01T00:00:00.000Z                                      |
        | createdAt_lt=2901-01-01T00:00:00.000Z                                       |
        | createdAt_lte=2901-01-01T00:00:00.000Z                                      |
        | createdAt_gt=2001-01-01T00:00:00.000Z&createdAt_lt=2901-01-01T00:00:00.000Z |

    @ORD-3.17 @decided
    Scenario Outline: An order <is> by its own time with <operator>
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/orders/{order}
      And the merchant sends GET /api/v1/account/orders?<operator>={answer.createdAt}
      Then the answer contains:
        """
        pagination: {total: <total>}
        """

      Examples: The bound itself
        | operator      | is           | total |
        | createdAt_eq  | is found     | 1     |
        | createdAt_gte | is found     | 1     |
        | createdAt_lte | is found     | 1     |
        | createdAt_neq | is not found | 0     |
        | createdAt_gt  | is not found | 0     |
        | createdAt_lt  | is not found | 0     |

    @ORD-3.18 @decided
    Scenario Outline: The filter <filter> is refused
      When the merchant sends GET /api/v1/account/orders?<filter>=EUR
      Then it is refused with 422 validation_failed
        | field     | code        |
        | /<filter> | not_allowed |

      Examples: No member of an order, and no operator of the member
        | filter             |
        | label_eq           |
        | state_gt           |
        | amount_like        |
        | createdAt_ilike    |
        | originCurrency_lte |
        | id_gte             |
