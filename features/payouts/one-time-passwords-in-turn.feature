Feature: One-time passwords of an earlier and a later payout
  A code that was used up or is too old says nothing about the code of a later payout.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    When the merchant pays EUR 200.00 out of Ana's EUR account
      """
      code2fa: null
      """

  @source-R
  Rule: OUT-4 A payout without a second factor is sent only after its one-time password is confirmed

    @OUT-4.19
    Scenario: A second confirmation of the first payout leaves the second one pending
      When the merchant pays EUR 100.00 out of Ana's EUR account
        """
        code2fa: null
        """
      And the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "123456"
        """
      Then the answer is 200
      When the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "123456"
        """
      Then it is refused with 409 otp_not_required
      And the second order is pending
      And Ana's EUR account holds EUR 300.00 with EUR 100.00 pending out
      And these events are delivered:
        | event             | data.orderId |
        | payout.processing | {order.1}    |
        | payout.completed  | {order.1}    |

    @OUT-4.20 @needs-clock @decided
    Scenario: The code of a later payout counts when the code of an earlier one is too old
      When 4 minutes pass
      And the merchant pays EUR 100.00 out of Ana's EUR account
        """
        code2fa: null
        """
      And 2 minutes pass
      And the merchant sends POST /api/v1/account/bank-payouts/{order.1}/validate-otp
        """
        code: "123456"
        """
      Then it is refused with 422 invalid_otp
      And the first order is pending
      When the merchant confirms the payout with the code "123456"
      Then the answer is 200
      And the second order is completed
