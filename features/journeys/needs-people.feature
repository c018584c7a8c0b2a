Feature: Tasks of a merchant with people and companies
  People are rejected and come again, companies have related parties, and
  levels are lowered.

  Background:
    Given a merchant who listens for events

  @NEED-14
  Scenario: A person who was rejected is approved later, and is paid
    Given Ana is a new user
    When the merchant opens a KYC session for Ana
    Then the answer contains:
      """
      id: "{any as refused}"
      """
    When the operator rejects the KYC session of Ana
    Then the KYC session of Ana is REJECTED
    When the merchant opens a KYC session for Ana
    And the operator approves the KYC session of Ana
    Then the level of Ana is REGULAR
    When the merchant opens a EUR account for Ana
    And a bank payin of EUR 250.00 to Ana's EUR account settles
    Then Ana's EUR account holds EUR 250.00
    And these events are delivered:
      | event                | data.sessionId |
      | kyc.session_failed   | {refused}      |
      | kyc.session_verified | {ana.session}  |
      | kyc.state_updated    |                |
      | account.activated    |                |
      | payin.processing     |                |
      | payin.completed      |                |

  @NEED-15 @source-R @needs-clock
  Scenario: A company of whose two related parties one expires is approved when that one is verified
    Given Acme has a submitted KYB session
    When the operator declares Carla as UBO of Acme
    And the operator declares Dora as SHAREHOLDER of Acme
    And the operator approves the KYC session of Dora
    And 7 days pass
    And the merchant logs in
    Then the KYC session of Carla is EXPIRED
    And the KYC session of Dora is VERIFIED
    When the operator approves the KYB session of Acme
    Then it is refused
    And the level of Acme is LIGHT
    When the operator opens a KYC session for Carla
    And the operator approves the KYC session of Carla
    And the operator approves the KYB session of Acme
    Then the KYB session of Acme is APPROVED
    And the level of Acme is REGULAR

  @NEED-16 @source-R
  Scenario: A virtual IBAN takes a payin after the level of its holder was lowered
    Given Ana has a EUR account
    And Ana's EUR account has an active vIBAN
    When the operator sets the level of Ana to LIGHT
    Then the level of Ana is LIGHT
    When a bank payin of EUR 120.00 to the vIBAN settles
    Then as decided, the order is completed
    And as decided, Ana's EUR account holds EUR 120.00

  @NEED-17 @source-R
  Scenario: A card payin that the payer gave up is asked for again, and is paid once
    Given Ana has a EUR account
    When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
    Then the answer contains:
      """
      {order: {id: "{order.1}"}, paymentUrl: "{url as page}"}
      """
    When the payer gives up on the payment page
    Then the first order is failed
    When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
    And the payer pays on the payment page
    Then the second order is completed
    And the first order is failed
    And Ana's EUR account holds EUR 250.00

  @NEED-18 @source-R
  Scenario: A new session of a person lasts as long as the rejected one
    Given Ana is a new user
    When the merchant opens a KYC session for Ana
    Then the answer contains:
      """
      {createdAt: "{timestamp as first}", expiresAt: "{createdAt + 7 days}"}
      """
    When the operator rejects the KYC session of Ana
    And the merchant opens a KYC session for Ana
    Then the answer contains:
      """
      {createdAt: "{not before first}", expiresAt: "{createdAt + 7 days}"}
      """

  @NEED-19
  Scenario: A company that was approved is paid by one of its merchant's people
    Given Acme has a submitted KYB session
    And Ana has a EUR account holding EUR 90.00
    When the operator approves the KYB session of Acme
    And the merchant opens a EUR account for Acme
    And the merchant transfers EUR 90.00 from Ana's EUR account to Acme's EUR account
    Then the order is completed
    And Acme's EUR account holds EUR 90.00
    And Ana's EUR account holds EUR 0.00

  @NEED-20 @source-R
  Scenario: A person with two accounts in one currency is paid on the newer one
    Given Ana has a EUR account
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
    Then the answer contains:
      """
      {id: "{any as older}", currency: EUR}
      """
    When the merchant opens a EUR account for Ana
    And a bank payin of EUR 30.00 to Ana's EUR account settles
    Then Ana's EUR account holds EUR 30.00
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{older}
    Then the answer contains:
      """
      {id: "{older}", balance: 0}
      """
