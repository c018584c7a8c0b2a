Feature: The welcome guide, from key to ledger
  The first day of a merchant with Ralio: it creates a key, registers a
  customer, moves money in and out and reads the ledger. The bodies and the
  names are those of the guide.

  Background:
    Given a merchant who listens for events

  @GUIDE-1
  Scenario: The path of the welcome guide by bank leads from a key to a ledger
    Given Bruno has a EUR account

    When the merchant logs in
    Then the answer is 200
    And the answer is valid as "token"

    When the merchant registers Jane
    Then the answer contains:
      """
      id: "{jane}"
      """
    And as decided, the level of Jane is LIGHT

    When the merchant opens a KYC session for Jane
    Then the answer contains:
      """
      id: "{jane.session}"
      hostedUrl: "{url}"
      """

    When the operator approves the KYC session of Jane
    Then the KYC session of Jane is VERIFIED
    And the level of Jane is REGULAR

    When the merchant opens a EUR account for Jane
      """
      label: Main Account
      """
    Then the answer is 201
    And the answer contains:
      """
      {id: "{jane.eur}", currency: EUR, balance: 0, state: ACTIVE, label: Main Account, userId: "{jane}"}
      """

    When a bank payin of EUR 500.00 to Jane's EUR account settles
    Then the order is completed
    And the order is in every list of orders
    And Jane's EUR account holds EUR 500.00
    When the merchant sends GET /api/v1/account/bank-payins/{order}
    Then the answer is 200

    When the merchant transfers EUR 120.00 from Jane's EUR account to Bruno's EUR account
    Then the order is completed
    And the order is in every list of orders
    And Jane's EUR account holds EUR 380.00
    And Bruno's EUR account holds EUR 120.00

    When the merchant pays EUR 2.50 out of Jane's EUR account
      """
      origin: {currency: EUR, amount: 250}
      recipient: {iban: ES9121000418450200051332, accountHolder: Jane Doe, bankName: Banco Santander}
      reference: "Invoice #1042"
      """
    Then the order is completed
    And the order is in every list of orders
    And Jane's EUR account holds EUR 377.50
    And the ledger of Bruno's EUR account reads:
      | amount     | balance    |
      | EUR 120.00 | EUR 120.00 |
    And the ledger of Jane's EUR account reads:
      | amount      | balance    |
      | EUR 500.00  | EUR 500.00 |
      | EUR -120.00 | EUR 380.00 |
      | EUR -2.50   | EUR 377.50 |
    When the merchant sends GET /api/v1/account/transactions/{entry}
    Then the answer is 200
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

  @GUIDE-2
  Scenario: The path of the welcome guide by crypto leads from a stablecoin to a wallet
    Given Jane is a verified user
    When the merchant opens a EUR account for Jane
      """
      label: Main Account
      """
    Then the answer is 201
    And Jane's EUR account holds EUR 0.00

    When a crypto payin of USDC 100.00 to Jane's EUR account settles
    Then the order is completed
    And the order is in every list of orders
    When the merchant sends GET /api/v1/account/crypto-payins/{order}
    Then the answer is 200

    When the merchant pays EUR 2.50 out of Jane's EUR account to a SOLANA address
      """
      reference: "Invoice #1042"
      """
    Then the order is completed
    And the order is in every list of orders
    And these events are delivered:
      | account.activated |
      | payin.processing  |
      | payin.completed   |
      | payout.processing |
      | payout.completed  |
