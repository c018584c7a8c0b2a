Feature: The welcome guide, verification and webhook
  The two ways of the welcome guide beside the straight one: a customer whose
  verification fails at first, and the set-up of the webhook.

  @GUIDE-5
  Scenario: A customer who is rejected at first is verified in a second session and gets an account
    Given a merchant who listens for events
    When the merchant registers Jane
    And the merchant opens a KYC session for Jane
    And the operator rejects the KYC session of Jane
    Then the KYC session of Jane is REJECTED
    And the level of Jane is LIGHT

    When the merchant opens a EUR account for Jane
    Then it is refused
    And Jane has 0 accounts

    When the merchant opens a KYC session for Jane
    And the operator approves the KYC session of Jane
    Then the KYC session of Jane is VERIFIED
    And the level of Jane is REGULAR

    When the merchant opens a EUR account for Jane
      """
      label: Main Account
      """
    Then the answer is 201
    And Jane's EUR account holds EUR 0.00
    And these events are delivered:
      | kyc.session_failed   |
      | kyc.session_verified |
      | kyc.state_updated    |
      | account.activated    |

  @GUIDE-6
  Scenario: The webhook is registered for the events that the merchant needs
    Given a merchant
    And Jane has a EUR account
    When the operator registers the webhook address "http://example.com/webhooks"
    Then it is refused
    Given the merchant listens only for "payin.completed, payout.completed"
    When a bank payin of EUR 500.00 to Jane's EUR account settles
    And the merchant pays EUR 2.50 out of Jane's EUR account
      """
      recipient: {iban: ES9121000418450200051332, accountHolder: Jane Doe, bankName: Banco Santander}
      reference: "Invoice #1042"
      """
    Then the order is completed
    And these events are delivered:
      | payin.completed  |
      | payout.completed |
