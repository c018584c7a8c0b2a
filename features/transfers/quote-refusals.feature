Feature: Refused quotes and transfers out of the merchant's account
  A quote is refused for the same reasons as a transfer, and the merchant's
  own accounts send none.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account

  @source-R
  Rule: TRF-6 A quote shows the result of a transfer and moves no money; the details of a transfer can be read

    @TRF-6.11 @decided
    Scenario: A quote for an amount of 0 is refused
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate
        """
        origin: {currency: EUR, amount: 0}
        recipient: {accountId: "{bruno.eur}"}
        """
      Then it is refused with 422 validation_failed
        | field          | code         |
        | /origin/amount | out_of_range |
      And nothing has changed

    @TRF-6.12
    Scenario Outline: A quote out of <what> is refused
      When the merchant sends POST /api/v1/account/users/<user>/accounts/<account>/transfers/simulate
        """
        origin: {currency: EUR, amount: 10000}
        recipient: {accountId: "{bruno.eur}"}
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Accounts that are not the user's
        | what                   | user    | account   |
        | an account nobody has  | {ana}   | {unknown} |
        | another user's account | {bruno} | {ana.eur} |

  @source-R
  Rule: MER-1 Every merchant has an operational and a fees account in each currency

    @MER-1.19 @decided
    Scenario: A transfer out of the merchant's own account is refused
      When a bank payin of EUR 70.00 to the merchant's operational EUR account settles
      Then the merchant's operational EUR account holds EUR 70.00
      When the merchant sends POST /api/v1/account/users/{merchant.user}/accounts/{merchant.operational.eur}/transfers
        """
        origin: {currency: EUR, amount: 1000}
        recipient: {accountId: "{bruno.eur}"}
        reference: Bonus
        code2fa: "{code2fa}"
        """
      Then it is refused with 404 not_found
      And the merchant's operational EUR account holds EUR 70.00

    @MER-1.20
    Scenario Outline: Own accounts are found by <filter>
      When a bank payin of EUR 10.00 to the merchant's operational EUR account settles
      And the merchant sends GET /api/v1/merchant/user/accounts?balance_gt=0&<filter>
      Then the answer contains:
        """
        - {id: "{merchant.operational.eur}", purpose: OPERATIONAL, currency: EUR}
        """

      Examples: Members and operators
        | filter               |
        | currency_ilike=eu    |
        | purpose_like=OPERAT  |
        | purpose_ilike=operat |
        | state_like=ACT       |
        | state_ilike=act      |
        | pendingOut_gte=0     |
        | pendingOut_lt=1      |
        | pendingOut_neq=1     |
        | pendingIn_eq=0       |
        | alias_neq=nobody's   |
        | sort=-pendingOut     |

    @MER-1.21 @decided
    Scenario Outline: Own accounts are found by <filter> on the sandbox's alias
      When the merchant sends GET /api/v1/merchant/user/accounts?<filter>
      Then the answer contains:
        """
        - {purpose: OPERATIONAL, currency: EUR}
        """

      Examples: The alias, exactly and in part
        | filter                                |
        | alias_eq=Operational%20account%20EUR  |
        | alias_like=Operational%20account%20E  |
        | alias_ilike=OPERATIONAL%20account%20E |

    @MER-1.22 @decided
    Scenario: An empty search finds every own account
      When the merchant sends GET /api/v1/merchant/user/accounts?search=&sort=alias
      Then the answer contains:
        """
        [{purpose: FEES}, {purpose: FEES}, {purpose: OPERATIONAL}, {purpose: OPERATIONAL}]
        """
