Feature: Tasks of a merchant with several orders
  A merchant makes order after order, and speaks of each by its place.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @NEED-5
  Scenario: A second transfer for the same amount is another order, and the first is as it was
    Given Bruno has a EUR account
    When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
    Then the order is completed
    When the merchant sends GET /api/v1/account/orders/{order}
    Then the answer contains:
      """
      {id: "{order.1}", type: "{any as kind}", createdAt: "{any as made}"}
      """
    When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
    Then the second order is completed
    And the first order is in every list of orders
    When the merchant sends GET /api/v1/account/orders/{order.1}
    Then the answer contains:
      """
      {id: "{order.1}", type: "{kind}", createdAt: "{made}"}
      """
    And Bruno's EUR account holds EUR 240.00

  @NEED-6
  Scenario: Of two payouts that wait, the operator settles the first, and the merchant cancels the second
    Given payouts are held
    When the merchant pays EUR 100.00 out of Ana's EUR account
    And the merchant pays EUR 50.00 out of Ana's EUR account
    And the operator submits the first order
    And the operator settles the first order
    And the merchant cancels the payout
    Then the first order is completed
    And the second order is cancelled
    And Ana's EUR account holds EUR 400.00

  @NEED-7
  Scenario: A failed payin and the one that replaces it stay apart
    When a bank payin of EUR 80.00 to Ana's EUR account fails
    And a bank payin of EUR 80.00 to Ana's EUR account settles
    Then the first order is failed
    And the second order is completed
    And Ana's EUR account holds EUR 580.00
    And the ledger of Ana's EUR account reads:
      | amount     | balance    |
      | EUR 500.00 | EUR 500.00 |
      | EUR 80.00  | EUR 580.00 |
