Feature: Filters of orders with both directions and currencies
  A filter finds orders of every kind, currency and direction alike.

  Background:
    Given a merchant who listens for events
    And the rate of "EUR/USD" is "1.2500000000"
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a USD account holding USD 80.00

  @source-R
  Rule: ORD-3 Lists of orders are paged, sorted and filtered, and new orders do not shift a page

    @ORD-3.25
    Scenario Outline: The account's list filtered by <filter> has <total> orders
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's USD account
      And the merchant pays EUR 50.00 out of Ana's EUR account
      And the merchant transfers USD 20.00 from Bruno's USD account to Ana's EUR account
      And the merchant sends GET /api/v1/account/users/<user>/accounts/<account>/orders?<filter>
      Then the answer contains:
        """
        pagination: {total: <total>}
        """

      Examples: What leaves and what arrives, in both currencies
        | user    | account     | filter                               | total |
        | {ana}   | {ana.eur}   | type_eq=TRANSFER                     | 2     |
        | {ana}   | {ana.eur}   | originCurrency_eq=USD                | 1     |
        | {ana}   | {ana.eur}   | destinationCurrency_eq=USD           | 1     |
        | {ana}   | {ana.eur}   | state_neq=FAILED&type_eq=TRANSFER    | 2     |
        | {ana}   | {ana.eur}   | state_neq=COMPLETED&type_eq=TRANSFER | 0     |
        | {ana}   | {ana.eur}   | amount_gt=4999                       | 3     |
        | {bruno} | {bruno.usd} | amount_gt=1999&originCurrency_eq=USD | 2     |
        | {bruno} | {bruno.usd} | amount_gt=9999                       | 1     |
        | {bruno} | {bruno.usd} | type_eq=BANK_PAY_IN                  | 1     |
        | {bruno} | {bruno.usd} | type_eq=BANK_PAY_OUT                 | 0     |
