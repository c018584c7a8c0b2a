Feature: The merchant's own accounts
  A merchant has accounts of its own: one for its daily business and one for
  the fees that it earns.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: MER-1 Every merchant has an operational and a fees account in each currency

    @MER-1.1
    Scenario: A new merchant has its own accounts
      When the merchant sends GET /api/v1/merchant/user/accounts?sort=alias
      Then the answer is valid as "merchant-account-list"
      And the answer matches its snapshot
      And the answer contains:
        """
        - {purpose: FEES, currency: EUR, state: ACTIVE}
        - {purpose: FEES, currency: USD, state: ACTIVE}
        - {purpose: OPERATIONAL, currency: EUR, state: ACTIVE}
        - {purpose: OPERATIONAL, currency: USD, state: ACTIVE}
        """

    @MER-1.2
    Scenario: A merchant can read its own data
      When the merchant sends GET /api/v1/merchant/user
      Then the answer is 200
      And the answer is valid as "merchant-user"

    @MER-1.3
    Scenario Outline: A payin to the <purpose> account in <currency> is credited
      When a bank payin of <money> to the merchant's <purpose> <currency> account settles
      Then the order is completed
      And the merchant's <purpose> <currency> account holds <money>
      And these events are delivered:
        | event            | data.destination.creditedAccountId |
        | payin.processing | {merchant.<account>}               |
        | payin.completed  | {merchant.<account>}               |

      Examples: Every account
        | purpose     | currency | account         | money     |
        | operational | EUR      | operational.eur | EUR 70.00 |
        | operational | USD      | operational.usd | USD 70.00 |
        | fees        | EUR      | fees.eur        | EUR 70.00 |
        | fees        | USD      | fees.usd        | USD 70.00 |

    @MER-1.4
    Scenario: A held payin to an own account is pending
      When a crypto payin of USDC 70.00 to the merchant's operational USD account is held
      Then the merchant's operational USD account holds USD 0.00 with USD 70.00 pending in
      And the answer is valid as "merchant-account"
      And the answer contains:
        """
        id: "{merchant.operational.usd}"
        user: {id: "{merchant.user}"}
        """
      And these events are delivered:
        | payin.processing |

    @MER-1.5
    Scenario Outline: A user can transfer to the merchant's <purpose> account in <currency>
      Given Ana has a EUR account holding EUR 500.00
      When the merchant transfers EUR 100.00 from Ana's EUR account to its <purpose> <currency> account
      Then the answer is 201
      And the order is completed
      And Ana's EUR account holds EUR 400.00
      And the merchant's <purpose> <currency> account holds <credited>
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |

      Examples: In the same currency and another
        | purpose     | currency | credited   |
        | operational | EUR      | EUR 100.00 |
        | fees        | USD      | USD 108.00 |

    @MER-1.6
    Scenario Outline: A transfer of <money> out of EUR 500.00 to the merchant is refused
      Given Ana has a EUR account holding EUR 500.00
      When the merchant transfers <money> from Ana's EUR account to its fees EUR account
      Then the answer is 422
      And Ana's EUR account holds EUR 500.00
      And the merchant's fees EUR account holds EUR 0.00

      Examples: Too much, or not in the account's currency
        | money      |
        | EUR 500.01 |
        | USD 1.00   |

    @MER-1.7
    Scenario Outline: The merchant's account has no <what> under the path of <whose> user
      Given Ana is a verified user
      When a bank payin of EUR 70.00 to the merchant's operational EUR account settles
      And the merchant sends GET /api/v1/account/users/<user>/accounts/{merchant.operational.eur}<path>
      Then it is refused with 404 not_found

      Examples: Operations that only accounts of users have
        | what    | whose | user  | path |
        | address | a     | {ana} |      |

      @decided
      Examples: The merchant's own user
        | what    | whose          | user            | path           |
        | address | the merchant's | {merchant.user} |                |
        | orders  | the merchant's | {merchant.user} | /orders        |
        | ledger  | the merchant's | {merchant.user} | /transactions  |
        | vIBANs  | the merchant's | {merchant.user} | /virtual-ibans |

    @MER-1.8
    Scenario: An account of a user is not found among the own accounts
      Given Ana has a EUR account
      When the merchant sends GET /api/v1/merchant/user/accounts/{ana.eur}
      Then it is refused with 404 not_found

    @MER-1.9
    Scenario: An own account is not visible to another merchant
      Given another merchant
      When a bank payin of EUR 70.00 to the merchant's operational EUR account settles
      And the other merchant sends GET /api/v1/merchant/user/accounts/{merchant.operational.eur}
      Then it is refused with 404 not_found
      When the other merchant sends GET /api/v1/merchant/user/accounts?balance_gt=0
      Then the answer contains:
        """
        []
        """

    @MER-1.10
    Scenario: A transfer to another merchant's own account is refused
      Given another merchant
      And Carla of the other merchant has a EUR account
      Then the merchant's operational EUR account holds EUR 0.00
      When the other merchant sends POST /api/v1/account/users/{other.carla}/accounts/{other.carla.eur}/transfers
        """
        origin: {currency: EUR, amount: 1}
        recipient: {accountId: "{merchant.operational.eur}"}
        reference: Astray
        code2fa: "123456"
        """
      Then it is refused with 422 invalid_recipient
      And nothing has changed
