Feature: Tasks of two merchants
  Two merchants work side by side. One person may be a customer of both, and
  neither merchant notices the other.

  Background:
    Given a merchant who listens for events
    And another merchant who listens for events

  @NEED-21
  Scenario: One person at two merchants has two identities and two balances
    Given Ana has a EUR account holding EUR 500.00
    And Ana of the other merchant has a EUR account holding EUR 20.00
    When the merchant pays EUR 100.00 out of Ana's EUR account
    And the other merchant pays EUR 5.00 out of Ana's EUR account
    Then the first order is completed
    And the second order is completed
    And Ana's EUR account holds EUR 400.00
    And Ana of the other merchant's EUR account holds EUR 15.00

  @NEED-22
  Scenario: Each merchant receives only the events of its own payin
    Given Ana has a EUR account
    And Ana of the other merchant has a EUR account
    When a bank payin of EUR 70.00 to Ana's EUR account settles
    And a bank payin of EUR 80.00 to Ana of the other merchant's EUR account settles
    Then these events are delivered to the merchant:
      | event            | data.orderId |
      | payin.processing | {order.1}    |
      | payin.completed  | {order.1}    |
    And these events are delivered to the other merchant:
      | event            | data.orderId |
      | payin.processing | {order.2}    |
      | payin.completed  | {order.2}    |

  @NEED-23
  Scenario: A person who is approved at one merchant is not approved at the other
    Given Ana is a new user
    When the other merchant registers Ana
    Then the answer contains:
      """
      id: "{other.ana}"
      """
    When the other merchant opens a KYC session for Ana
    And the operator approves the KYC session of Ana of the other merchant
    Then the level of Ana of the other merchant is REGULAR
    When the merchant opens a EUR account for Ana
    Then it is refused
    And Ana has 0 accounts
    When the other merchant opens a EUR account for Ana
    Then the answer is 201
    And Ana of the other merchant has 1 account

  @NEED-24
  Scenario: A merchant can neither pay nor read what the same person has at the other
    Given Ana has a EUR account holding EUR 10.00
    And Ana of the other merchant has a EUR account holding EUR 20.00
    When the merchant transfers EUR 5.00 from Ana's EUR account to Ana of the other merchant's EUR account
    Then it is refused
    When the merchant sends GET /api/v1/account/users/{other.ana}/accounts/{other.ana.eur}
    Then it is refused
    And Ana's EUR account holds EUR 10.00
    And Ana of the other merchant's EUR account holds EUR 20.00

  @NEED-25
  Scenario: Only the other merchant receives the events of its failed payin
    Given Ana of the other merchant has a EUR account
    And Bruno is a verified user
    When a bank payin of EUR 80.00 to Ana of the other merchant's EUR account fails
    And the merchant opens a EUR account for Bruno
    Then the order is failed
    And these events are delivered to the other merchant:
      | event            | data.orderId |
      | payin.processing | {order}      |
      | payin.failed     | {order}      |
    And these events are delivered to the merchant:
      | event             | data.accountId |
      | account.activated | {bruno.eur}    |

  @NEED-26 @source-R
  Scenario: A virtual IBAN of a person at one merchant pays into the account there alone
    Given Ana has a EUR account
    And Ana of the other merchant has a EUR account
    And Ana of the other merchant's EUR account has an active vIBAN
    When a bank payin of EUR 45.00 to the vIBAN settles
    Then the order is completed
    And Ana of the other merchant's EUR account holds EUR 45.00
    And Ana's EUR account holds EUR 0.00
    When the operator sets the level of Ana of the other merchant to LIGHT
    Then the level of Ana of the other merchant is LIGHT
    And the level of Ana is REGULAR

  @NEED-27 @source-R
  Scenario: A transfer between two people of the other merchant moves its money alone
    Given Ana of the other merchant has a EUR account holding EUR 20.00
    And Bruno of the other merchant has a EUR account
    And Bruno has a EUR account holding EUR 3.00
    When the other merchant transfers EUR 8.00 from Ana's EUR account to Bruno's EUR account
    Then the order is completed
    And Ana of the other merchant's EUR account holds EUR 12.00
    And Bruno of the other merchant's EUR account holds EUR 8.00
    And Bruno's EUR account holds EUR 3.00
    And these events are delivered to the other merchant:
      | transfer.processing |
      | transfer.completed  |
