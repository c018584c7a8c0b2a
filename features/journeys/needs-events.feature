Feature: Tasks of a merchant that receives events
  A merchant acts on events: their order, their times, and what they say of
  amounts and of one another.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @NEED-8 @decided @needs-clock @needs-drain
  Scenario: An endpoint that was down for two days accepts everything in order when it is resent
    Given the merchant listens only for "payin.processing, payin.completed, payout.completed"
    And the merchant's endpoint answers 503
    When a bank payin of EUR 100.00 to Ana's EUR account settles
    And the merchant pays EUR 60.00 out of Ana's EUR account
    And 2 days pass
    And the merchant logs in
    Then the delivery of payin.processing is failed
    And the delivery of payin.completed is failed
    And the delivery of payout.completed is failed
    Given the merchant's endpoint answers 200
    When the operator resends the delivery of payin.processing
    Then the delivery of payin.processing is delivered
    When the operator resends the delivery of payin.completed
    Then the delivery of payin.completed is delivered
    When the operator resends the delivery of payout.completed
    Then these events are delivered in this order:
      | event            | data.orderId |
      | payin.processing | {order.1}    |
      | payin.completed  | {order.1}    |
      | payout.completed | {order.2}    |

  @NEED-9 @needs-clock
  Scenario: An endpoint that is down for ten seconds gets all events of a payin
    Given the merchant's endpoint answers 503 once
    When a bank payin of EUR 100.00 to Ana's EUR account settles
    And 10 seconds pass
    Then these events are delivered:
      | event            | data.orderId |
      | payin.processing | {order}      |
      | payin.completed  | {order}      |
    And Ana's EUR account holds EUR 100.00

  @NEED-10 @decided
  Scenario: The events of a payin come before those of a later payout
    When a bank payin of EUR 100.00 to Ana's EUR account is held
    Then the order is processing
    And these events are delivered in this order:
      | payin.processing |
    When the operator settles the order
    Then these events are delivered in this order:
      | payin.processing |
      | payin.completed  |
    When the merchant pays EUR 100.00 out of Ana's EUR account
    Then these events are delivered in this order:
      | event             | data.orderId |
      | payin.processing  | {order.1}    |
      | payin.completed   | {order.1}    |
      | payout.processing | {order.2}    |
      | payout.completed  | {order.2}    |

  @NEED-11 @source-R
  Scenario: The time of an event is not before the creation of its order
    When a bank payin of EUR 100.00 to Ana's EUR account settles
    And the merchant sends GET /api/v1/account/orders/{order}
    Then the answer contains:
      """
      createdAt: "{timestamp as made}"
      updatedAt: "{not before createdAt}"
      settledAt: "{not before createdAt}"
      """
    And these events are delivered:
      | event            | data.orderId | timestamp         |
      | payin.processing | {order}      | {not before made} |
      | payin.completed  | {order}      | {not before made} |

  @NEED-12 @source-R
  Scenario: The amounts in a payin's event are those of its details and of the balance
    Given these fees are charged:
      | order      | system | merchant |
      | bank payin | 1%     | 0.40     |
    When a bank payin of EUR 100.00 to Ana's EUR account settles
    Then these events are delivered:
      | event            | data.amounts.creditedAmount.amount | data.amounts.fees.total |
      | payin.processing |                                    |                         |
      | payin.completed  | {any as credited}                  | {any as fee}            |
    When the merchant sends GET /api/v1/account/bank-payins/{order}
    Then the answer contains:
      """
      origin: {currency: EUR, amount: 10000}
      destination: {currency: EUR, amount: "{credited}"}
      fee: {currency: EUR, amount: "{fee}"}
      """
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
    Then the answer contains:
      """
      balance: "{credited}"
      """

  @NEED-13
  Scenario: The account in the event of an activation is the one that was opened
    When the merchant opens a USD account for Ana
    Then the answer contains:
      """
      {id: "{any as opened}", currency: USD}
      """
    And these events are delivered:
      | event             | data.accountId |
      | account.activated | {opened}       |
