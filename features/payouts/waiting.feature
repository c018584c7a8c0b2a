Feature: Payouts that wait
  A payout that is held or unconfirmed stays as it is, however long it waits
  and however often a code is sent.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @decided
  Rule: OUT-7 The amount of a payout is reserved until the payout has ended

    @OUT-7.12 @needs-clock
    Scenario Outline: A held payout of <source> is still pending after a month, and its amount reserved
      Given payouts are held
      When the merchant pays EUR 200.00 out of <source>
      And 30 days pass
      And the merchant logs in
      Then the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out

      Examples: To a bank and to a network
        | source                              |
        | Ana's EUR account                   |
        | Ana's EUR account to a TRON address |

  @source-R
  Rule: OUT-4 A payout without a second factor is sent only after its one-time password is confirmed

    @OUT-4.15
    Scenario: A code can be sent again before it is confirmed
      When the merchant pays EUR 200.00 out of Ana's EUR account
        """
        code2fa: null
        """
      And the merchant sends POST /api/v1/account/otp/send
        """
        {orderId: "{order}", phoneNumber: "+34612345678", phoneNumberCountry: ES}
        """
      And the merchant sends POST /api/v1/account/otp/send
        """
        {orderId: "{order}", phoneNumber: "+34612345678", phoneNumberCountry: ES}
        """
      Then the answer is 200
      And the answer matches its snapshot
      And the order is pending
      When the merchant confirms the payout with the code "123456"
      Then the order is completed
      And Ana's EUR account holds EUR 300.00
