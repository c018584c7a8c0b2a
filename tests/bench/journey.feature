Feature: One journey, many times
  Two verified people, an account each, a payin and a transfer: 27 requests with the merchant,
  its login and the requests of the checks after the scenario. `.ci/bench` adds the rows.

  @BENCH-1
  Scenario Outline: A payin and a transfer, time <n>
    Given a merchant
    And Ana has a EUR account
    And Bruno has a EUR account
    When a bank payin of EUR 500.00 to Ana's EUR account settles
    And the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
    Then the order is completed

    Examples: Times
      | n |
