Feature: One-time password
  A payout without a second factor is pending until a code confirms it.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    When the merchant pays EUR 200.00 out of Ana's EUR account
      """
      code2fa: null
      """

  @source-R
  Rule: OUT-4 A payout without a second factor is sent only after its one-time password is confirmed

    @OUT-4.1
    Scenario: A payout without a second factor is pending, sends no event and reserves its amount
      Then the answer is 201
      And the answer contains:
        """
        {state: PENDING, isOTPRequired: true}
        """
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out
      And the delivery of payout.processing is attempted 0 times

    @OUT-4.2
    Scenario: The right code releases the payout
      When the merchant confirms the payout with the code "123456"
      Then the answer is valid as "validated-payout"
      And the answer matches its snapshot
      And the answer contains:
        """
        {id: "{order}", state: COMPLETED, isOTPRequired: false}
        """
      And as decided, the answer contains:
        """
        {detailUrl: "/api/v1/account/orders/{order}"}
        """
      And Ana's EUR account holds EUR 300.00
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @OUT-4.3
    Scenario: The right code releases a crypto payout
      When the merchant pays EUR 100.00 out of Ana's EUR account to a TRON address
        """
        code2fa: null
        """
      Then the answer contains:
        """
        {state: PENDING, isOTPRequired: true}
        """
      When the merchant confirms the payout with the code "654321"
      Then it is refused with 422 invalid_otp
      And the order is pending
      When the merchant confirms the payout with the code "123456"
      Then the answer contains:
        """
        {id: "{order}", isOTPRequired: false}
        """
      And the answer matches its snapshot
      And the order is completed
      And Ana's EUR account holds EUR 400.00 with EUR 200.00 pending out

    @OUT-4.4
    Scenario: A confirmed payout stays pending while payouts are held
      Given payouts are held
      When the merchant confirms the payout with the code "123456"
      Then the answer contains:
        """
        {state: PENDING, isOTPRequired: false}
        """
      When the operator submits the order
      Then the order is processing

    @OUT-4.5
    Scenario: The operator cannot submit an unconfirmed payout
      When the operator submits the order
      Then it is refused with 409 invalid_transition
      And the order is pending

    @OUT-4.6
    Scenario Outline: A confirmation with <code> leaves the payout pending
      When the merchant confirms the payout with the code "<code>"
      Then it is refused with 422 invalid_otp
      And the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out

      Examples: Wrong codes
        | code    |
        | 000000  |
        | 12345   |
        | 1234567 |
        | abcdef  |

    @OUT-4.8 @needs-clock
    Scenario Outline: A code <counts> <time> after it was <begun>
      When <before> pass
      And the merchant sends POST /api/v1/account/otp/send
        """
        {orderId: "<order>", phoneNumber: "+34612345678", phoneNumberCountry: ES}
        """
      Then the answer is <sent>
      When <time> pass
      And the merchant confirms the payout with the code "123456"
      Then the answer is <status>
      And the order is <state>

      Examples: Five minutes after the code was last sent, or after the payout
        | before         | order     | sent | begun   | time        | counts       | status | state     |
        | 2 milliseconds | {unknown} | 404  | created | 290 seconds | counts       | 200    | completed |
        | 2 milliseconds | {unknown} | 404  | created | 5 minutes   | is too old   | 422    | pending   |
        | 4 minutes      | {order}   | 200  | sent    | 290 seconds | counts again | 200    | completed |
        | 6 minutes      | {order}   | 200  | sent    | 290 seconds | counts again | 200    | completed |
        | 6 minutes      | {order}   | 200  | sent    | 5 minutes   | is too old   | 422    | pending   |

    @OUT-4.9
    Scenario Outline: A request about a one-time password is refused with <code>: <asked>
      When the merchant sends POST /api/v1/account/<path>
        """
        <body>
        """
      Then it is refused with <status> <code>
      And the order is pending

      Examples: Payouts that need no one-time password
        | asked                       | path                                | body                                                                        | status | code              |
        | confirming without a code   | bank-payouts/{order}/validate-otp   | {}                                                                          | 422    | validation_failed |
        | confirming with a number    | bank-payouts/{order}/validate-otp   | {code: 123456}                                                              | 422    | validation_failed |
        | confirming another kind     | crypto-payouts/{order}/validate-otp | {code: "123456"}                                                            | 404    | not_found         |
        | confirming what is unknown  | bank-payouts/{unknown}/validate-otp | {code: "123456"}                                                            | 404    | not_found         |
        | sending to nobody           | otp/send                            | {orderId: "{order}"}                                                        | 422    | validation_failed |
        | sending to no telephone     | otp/send                            | {orderId: "{order}", phoneNumber: "612", phoneNumberCountry: ES}            | 422    | validation_failed |
        | sending to no country       | otp/send                            | {orderId: "{order}", phoneNumber: "+34612345678", phoneNumberCountry: ZZ}   | 422    | validation_failed |
        | sending for no order        | otp/send                            | {orderId: 7, phoneNumber: "+34612345678", phoneNumberCountry: ES}           | 422    | validation_failed |
        | sending for what is unknown | otp/send                            | {orderId: "{unknown}", phoneNumber: "+34612345678", phoneNumberCountry: ES} | 404    | not_found         |

    @OUT-4.10
    Scenario: A second confirmation of a payout is refused
      When the merchant confirms the payout with the code "123456"
      And the merchant confirms the payout with the code "123456"
      Then it is refused with 409 otp_not_required
      When the merchant sends POST /api/v1/account/otp/send
        """
        {orderId: "{order}", phoneNumber: "+34612345678", phoneNumberCountry: ES}
        """
      Then it is refused with 409 otp_not_required
