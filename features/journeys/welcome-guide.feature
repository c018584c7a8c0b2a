Feature: The welcome guide, from key to ledger
  The first day of a merchant with Ralio: it creates a key, registers a
  customer, moves money in three ways and reads the ledger.

  @GUIDE-1
  Scenario: The path of the welcome guide leads from a key to a ledger
    Given a merchant who listens for events
    And Bruno has a EUR account

    When the merchant logs in
    Then the answer is 200
    And the answer is valid as "token"

    When the merchant registers Ana
    Then the answer is 201
    And the level of Ana is LIGHT

    When the merchant opens a KYC session for Ana
    Then the answer is 201
    And the KYC session of Ana is NOT_STARTED

    When the operator approves the KYC session of Ana
    Then the KYC session of Ana is VERIFIED
    And the level of Ana is REGULAR

    When the merchant opens a EUR account for Ana
      """
      label: Main Account
      """
    Then the answer is 201
    And Ana's EUR account holds EUR 0.00

    When a bank payin of EUR 500.00 to Ana's EUR account settles
    Then the order is completed
    And the order is in every list of orders
    And Ana's EUR account holds EUR 500.00

    When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
    Then the order is completed
    And the order is in every list of orders
    And Ana's EUR account holds EUR 380.00
    And Bruno's EUR account holds EUR 120.00

    When the merchant pays EUR 250.00 out of Ana's EUR account
      """
      reference: "Invoice #1042"
      """
    Then the order is completed
    And the order is in every list of orders
    And Ana's EUR account holds EUR 130.00
    And the ledger of Ana's EUR account reads:
      | amount      | balance    |
      | EUR 500.00  | EUR 500.00 |
      | EUR -120.00 | EUR 380.00 |
      | EUR -250.00 | EUR 130.00 |
    And the ledger of Bruno's EUR account reads:
      | amount     | balance    |
      | EUR 120.00 | EUR 120.00 |
    And these events are delivered:
      | kyc.session_verified |
      | kyc.state_updated    |
      | account.activated    |
      | payin.processing     |
      | payin.completed      |
      | transfer.processing  |
      | transfer.completed   |
      | payout.processing    |
      | payout.completed     |
