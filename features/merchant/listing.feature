Feature: Lists of the merchant's own accounts
  The list of the merchant's own accounts can be sorted, filtered and
  searched.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: MER-1 Every merchant has an operational and a fees account in each currency

    @MER-1.11
    Scenario Outline: Own accounts can be sorted by <sort>
      When a bank payin of EUR 10.00 to the merchant's operational EUR account settles
      And a bank payin of EUR 20.00 to the merchant's fees EUR account is held
      And a bank payin of USD 10.00 to the merchant's fees USD account settles
      And the merchant sends GET /api/v1/merchant/user/accounts?sort=<sort>
      Then the answer contains:
        """
        - {purpose: <1st>}
        - {purpose: <2nd>}
        - {purpose: <3rd>}
        - {purpose: <4th>}
        """

      Examples: One field or several, upwards or downwards
        | sort                      | 1st                        | 2nd                        | 3rd                        | 4th                        |
        | alias                     | FEES, currency: EUR        | FEES, currency: USD        | OPERATIONAL, currency: EUR | OPERATIONAL, currency: USD |
        | -alias                    | OPERATIONAL, currency: USD | OPERATIONAL, currency: EUR | FEES, currency: USD        | FEES, currency: EUR        |
        | balance,alias             | FEES, currency: EUR        | OPERATIONAL, currency: USD | FEES, currency: USD        | OPERATIONAL, currency: EUR |
        | -balance,-alias           | OPERATIONAL, currency: EUR | FEES, currency: USD        | OPERATIONAL, currency: USD | FEES, currency: EUR        |
        | -pendingIn,alias          | FEES, currency: EUR        | FEES, currency: USD        | OPERATIONAL, currency: EUR | OPERATIONAL, currency: USD |
        | pendingIn,-alias          | OPERATIONAL, currency: USD | OPERATIONAL, currency: EUR | FEES, currency: USD        | FEES, currency: EUR        |
        | pendingOut,-balance,alias | FEES, currency: USD        | OPERATIONAL, currency: EUR | FEES, currency: EUR        | OPERATIONAL, currency: USD |

    @MER-1.12 @decided
    Scenario Outline: Own accounts cannot be sorted by <sort>
      When the merchant sends GET /api/v1/merchant/user/accounts?sort=<sort>
      Then it is refused with 422 validation_failed
        | field | code   |
        | /sort | <code> |

      Examples: No field, a field without order, the same field again
        | sort         | code          |
        | currency     | unknown_value |
        | balance,     | unknown_value |
        | --balance    | unknown_value |
        | balance,id   | unknown_value |
        | alias,-alias | not_allowed   |

    @MER-1.13
    Scenario Outline: The filter <filter> lists only matching accounts
      When a bank payin of EUR 10.00 to the merchant's operational EUR account settles
      And a bank payin of EUR 20.00 to the merchant's fees EUR account is held
      And the merchant sends GET /api/v1/merchant/user/accounts?<filter>
      Then the answer contains:
        """
        - {purpose: <purpose>, currency: <currency>}
        """

      Examples: Filters that leave one account
        | filter                                          | purpose     | currency |
        | state_eq=ACTIVE&currency_eq=EUR&purpose_eq=FEES | FEES        | EUR      |
        | currency_neq=EUR&purpose_neq=FEES               | OPERATIONAL | USD      |
        | currency_like=US&purpose_ilike=fee              | FEES        | USD      |
        | balance_eq=1000                                 | OPERATIONAL | EUR      |
        | balance_neq=0                                   | OPERATIONAL | EUR      |
        | balance_gt=999                                  | OPERATIONAL | EUR      |
        | balance_gte=1000                                | OPERATIONAL | EUR      |
        | balance_gt=0                                    | OPERATIONAL | EUR      |
        | balance_lt=1000&currency_eq=EUR                 | FEES        | EUR      |
        | balance_lte=1000&balance_neq=0                  | OPERATIONAL | EUR      |
        | balance_lt=1000&pendingIn_gt=0                  | FEES        | EUR      |
        | pendingIn_lt=2000&currency_eq=EUR               | OPERATIONAL | EUR      |
        | pendingIn_lte=2000&pendingIn_neq=0              | FEES        | EUR      |
        | balance_lte=999&pendingIn_gte=2000              | FEES        | EUR      |
        | pendingIn_eq=2000&pendingOut_eq=0               | FEES        | EUR      |
        | pendingIn_lt=2000&balance_gt=0&pendingOut_lte=0 | OPERATIONAL | EUR      |

    @MER-1.14
    Scenario Outline: The filter <filter> lists no account
      When the merchant sends GET /api/v1/merchant/user/accounts?<filter>
      Then the answer contains:
        """
        []
        """

      Examples: Filters that match no account
        | filter            |
        | state_neq=ACTIVE  |
        | alias_like=%25    |
        | alias_eq=nobody's |
        | pendingOut_gt=0   |

      @decided
      Examples: A search that matches no account
        | filter          |
        | search=nobody's |

    @MER-1.15 @decided
    Scenario Outline: The filter <filter> is refused
      When the merchant sends GET /api/v1/merchant/user/accounts?<filter>
      Then it is refused with 422 validation_failed
        | field   | code   |
        | /<name> | <code> |

      Examples: Impossible conditions
        | filter            | name         | code          |
        | purpose_eq=SAVING | purpose_eq   | unknown_value |
        | currency_eq=GBP   | currency_eq  | unknown_value |
        | state_eq=active   | state_eq     | unknown_value |
        | balance_eq=ten    | balance_eq   | wrong_type    |
        | balance_like=1    | balance_like | not_allowed   |
        | alias_gt=A        | alias_gt     | not_allowed   |
        | balance_is=1      | balance_is   | not_allowed   |
        | label_eq=x        | label_eq     | not_allowed   |

    @MER-1.16 @decided
    Scenario Outline: A search for <text> finds the account
      When a bank payin of EUR 10.00 to the merchant's fees USD account settles
      And the merchant sends GET /api/v1/merchant/user/accounts?search=<text>&balance_gt=0
      Then the answer contains:
        """
        - {id: "{merchant.fees.usd}"}
        """

      Examples: In the id, the alias or the currency
        | text                |
        | {merchant.fees.usd} |
        | fees                |
        | FEES%20account      |
        | usd                 |
