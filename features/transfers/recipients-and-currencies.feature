Feature: Recipients and currencies of transfers that are not there
  A transfer takes its currency as it is written, and its recipient is an account.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Acme has a EUR account holding EUR 300.00

  @source-S
  Rule: TRF-4 The recipient of a transfer is another account of the same merchant

    @TRF-4.9
    Scenario Outline: A transfer to <what> is refused
      When the merchant sends POST /api/v1/account/users/<user>/accounts/<from>/transfers
        """
        origin: {currency: EUR, amount: 5000}
        recipient: {accountId: "<to>"}
        reference: Astray
        code2fa: "123456"
        """
      Then it is refused with 422 invalid_recipient
      And nothing has changed

      Examples: No other account
        | what                       | user   | from       | to         |
        | the id of a user           | {ana}  | {ana.eur}  | {acme}     |
        | the same company's account | {acme} | {acme.eur} | {acme.eur} |

  @decided
  Rule: TRF-3 A transfer is debited in the source account's currency and credited in the destination account's

    @TRF-3.10
    Scenario: A transfer whose currency is written in small letters is refused
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers
        """
        origin: {currency: eur, amount: 5000}
        recipient: {accountId: "{acme.eur}"}
        reference: Astray
        code2fa: "123456"
        """
      Then it is refused with 422 validation_failed
        | field            | code          |
        | /origin/currency | unknown_value |
      And nothing has changed

  @source-R
  Rule: TRF-5 A transfer needs the right second factor

    @TRF-5.7
    Scenario: After three wrong second factors the right one is accepted
      When the merchant transfers EUR 100.00 from Ana's EUR account to Acme's EUR account
        """
        code2fa: "000000"
        """
      Then it is refused with 422 invalid_2fa_code
      When the merchant transfers EUR 100.00 from Ana's EUR account to Acme's EUR account
        """
        code2fa: "000000"
        """
      Then it is refused with 422 invalid_2fa_code
      When the merchant transfers EUR 100.00 from Ana's EUR account to Acme's EUR account
        """
        code2fa: "000000"
        """
      Then it is refused with 422 invalid_2fa_code
      When the merchant transfers EUR 100.00 from Ana's EUR account to Acme's EUR account
      Then the answer is 201
      And Acme's EUR account holds EUR 400.00
