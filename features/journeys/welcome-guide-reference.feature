Feature: Parts of the welcome guide that the reference specifies
  The welcome guide names the card payin and the second factor of a payout and
  leaves their requests to the reference. The names are those of the guide.

  Background:
    Given a merchant who listens for events

  @GUIDE-3 @source-R
  Scenario: The path of the welcome guide by card leads from the payment page to a bank
    Given Jane has a EUR account
    When the merchant asks for a card payin of EUR 500.00 to Jane's EUR account
    And the payer pays on the payment page
    Then the order is completed
    And the order is in every list of orders
    And Jane's EUR account holds EUR 500.00

    When the merchant pays EUR 2.50 out of Jane's EUR account
      """
      recipient: {iban: ES9121000418450200051332, accountHolder: Jane Doe, bankName: Banco Santander}
      reference: "Invoice #1042"
      """
    Then the order is completed
    And the ledger of Jane's EUR account reads:
      | amount     | balance    |
      | EUR 500.00 | EUR 500.00 |
      | EUR -2.50  | EUR 497.50 |
    And these events are delivered:
      | payin.processing  |
      | payin.completed   |
      | payout.processing |
      | payout.completed  |

  @GUIDE-4 @source-R
  Scenario: The payout of the welcome guide is released by a one-time password
    Given Jane has a EUR account holding EUR 500.00
    When the merchant pays EUR 2.50 out of Jane's EUR account
      """
      recipient: {iban: ES9121000418450200051332, accountHolder: Jane Doe, bankName: Banco Santander}
      reference: "Invoice #1042"
      code2fa: null
      """
    Then the order is pending
    When the merchant sends POST /api/v1/account/otp/send
      """
      {orderId: "{order}", phoneNumber: "+34612345670", phoneNumberCountry: ES}
      """
    And the merchant confirms the payout with the code "{code2fa}"
    Then the order is completed
    And Jane's EUR account holds EUR 497.50
    And these events are delivered:
      | payout.processing |
      | payout.completed  |
