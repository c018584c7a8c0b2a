Feature: One-time passwords of two payouts
  Each payout has a code of its own, with its own attempts and its own end.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    When the merchant pays EUR 200.00 out of Ana's EUR account
      """
      code2fa: null
      """
    And the merchant pays EUR 100.00 out of Ana's EUR account
      """
      code2fa: null
      """

  @source-R
  Rule: OUT-4 A payout without a second factor is sent only after its one-time password is confirmed

    @OUT-4.16
    Scenario: The confirmation of one payout leaves another one pending
      When the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "123456"
        """
      Then the answer is 200
      And the first order is completed
      And the second order is pending
      And Ana's EUR account holds EUR 300.00 with EUR 100.00 pending out
      And these events are delivered:
        | event             | data.orderId |
        | payout.processing | {order.1}    |
        | payout.completed  | {order.1}    |

    @OUT-4.17 @decided
    Scenario: Five wrong codes cancel one payout and leave another one pending
      When the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "000001"
        """
      Then it is refused with 422 invalid_otp
      When the merchant confirms the payout with the code "000001"
      Then it is refused with 422 invalid_otp
      When the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "000002"
        """
      Then it is refused with 422 invalid_otp
      When the merchant confirms the payout with the code "000002"
      Then it is refused with 422 invalid_otp
      When the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "000003"
        """
      Then it is refused with 422 invalid_otp
      When the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "000004"
        """
      Then it is refused with 422 invalid_otp
      And the first order is pending
      When the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "000005"
        """
      Then it is refused with 422 invalid_otp
      And the first order is cancelled
      And the second order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 100.00 pending out
      When the merchant confirms the payout with the code "123456"
      Then the answer is 200
      And the second order is completed
      And Ana's EUR account holds EUR 400.00

    @OUT-4.18 @needs-clock @decided
    Scenario: A code that is sent again counts longer for its own payout only
      When 4 minutes pass
      And the merchant sends POST /api/v1/account/otp/send
        """
        {orderId: "{order.1}", phoneNumber: "+34612345678", phoneNumberCountry: ES}
        """
      Then the answer is 200
      When 2 minutes pass
      And the merchant confirms the payout with the code "123456"
      Then it is refused with 422 invalid_otp
      And the second order is pending
      When the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "123456"
        """
      Then the answer is 200
      And the first order is completed
      And Ana's EUR account holds EUR 300.00 with EUR 100.00 pending out
