Feature: Attempts at a one-time password
  A payout takes few wrong codes before it is cancelled.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    When the merchant pays EUR 200.00 out of Ana's EUR account
      """
      code2fa: null
      """

  @source-R
  Rule: OUT-4 A payout without a second factor is sent only after its one-time password is confirmed

    @OUT-4.7
    Scenario Outline: The code <last> after four wrong codes leaves the payout <state>
      When the merchant confirms the payout with the code "000001"
      Then it is refused
      When the merchant confirms the payout with the code "000002"
      Then it is refused
      When the merchant confirms the payout with the code "000003"
      Then it is refused
      When the merchant confirms the payout with the code "000004"
      Then it is refused
      When the merchant sends POST /api/v1/account/otp/send
        """
        {orderId: "{order}", phoneNumber: "+34612345678", phoneNumberCountry: ES}
        """
      And the merchant confirms the payout with the code "<last>"
      Then the answer is <status>
      And the order is <state>
      And Ana's EUR account holds <rest>
      And the delivery of payout.processing is attempted <times> times

      Examples: A resent code gives no new attempts
        | last   | status | state     | rest       | times |
        | 123456 | 200    | completed | EUR 300.00 | 1     |
        | 000005 | 422    | cancelled | EUR 500.00 | 0     |

    @OUT-4.11
    Scenario: A payout that failed before it was confirmed cannot be confirmed
      When the operator fails the order
      And the merchant confirms the payout with the code "123456"
      Then it is refused with 409 otp_not_required
      And the order is failed
      And Ana's EUR account holds EUR 500.00

    @OUT-4.12
    Scenario: A payout of a company without a second factor waits for its code
      Given Acme has a EUR account holding EUR 500.00
      When the merchant pays EUR 300.00 out of Acme's EUR account
        """
        code2fa: null
        """
      Then the answer contains:
        """
        {state: PENDING, isOTPRequired: true}
        """
      When the merchant confirms the payout with the code "123456"
      Then the order is completed
      And Acme's EUR account holds EUR 200.00
