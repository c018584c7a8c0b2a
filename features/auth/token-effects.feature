Feature: Requests without a valid token have no effect
  A request whose token is missing or forged is refused before anything happens, also where there is something
  to delete, to submit, to cancel or to confirm.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: AUTH-2 Every operation except the login requires a valid token

    @AUTH-2.6
    Scenario Outline: On a session, <what> with the header "<header>" is refused and does not happen
      Given Acme has a complete KYB session
      When the merchant sends <method> /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}<place> with the header "<header>"
      Then the answer is 401
      And nothing has changed

      Examples: Operations on a session
        | what                          | method | place                      | header                               |
        | submitting it                 | POST   | /submit                    | Authorization:                       |
        | submitting it                 | POST   | /submit                    | Authorization: Bearer {token.forged} |
        | deleting a document           | DELETE | /documents/{acme.document} | Authorization:                       |
        | deleting a document           | DELETE | /documents/{acme.document} | Authorization: Bearer {token.forged} |
        | reading the list of documents | GET    | /documents                 | Authorization:                       |

    @AUTH-2.7
    Scenario Outline: Cancelling a payout with the header "<header>" is refused and does not happen
      Given Ana has a EUR account holding EUR 500.00
      And payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant sends POST /api/v1/account/bank-payouts/{order}/cancel with the header "<header>"
      Then the answer is 401
      And the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out

      Examples: Without a token and with a forged one
        | header                               |
        | Authorization:                       |
        | Authorization: Bearer {token.forged} |

    @AUTH-2.8 @source-R
    Scenario Outline: Confirming a payout with the header "<header>" is refused and does not send it
      Given Ana has a EUR account holding EUR 500.00
      When the merchant pays EUR 200.00 out of Ana's EUR account
        """
        code2fa: null
        """
      And the merchant sends POST /api/v1/account/bank-payouts/{order}/validate-otp with the header "<header>"
        """
        code: "123456"
        """
      Then the answer is 401
      And the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out

      Examples: Without a token and with a forged one
        | header                               |
        | Authorization:                       |
        | Authorization: Bearer {token.forged} |

    @AUTH-2.9 @source-R
    Scenario Outline: On a virtual IBAN, <what> with the header "<header>" is refused and does not happen
      Given Ana has a EUR account
      And Ana's EUR account has an active vIBAN
      When the merchant sends <method> /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{viban}<place> with the header "<header>"
        """
        name: Stolen
        """
      Then the answer is 401
      And the vIBAN is active

      Examples: Without a token and with a forged one
        | what         | method | place       | header                               |
        | giving it up | POST   | /deactivate | Authorization:                       |
        | giving it up | POST   | /deactivate | Authorization: Bearer {token.forged} |
        | renaming it  | PUT    |             | Authorization: Bearer {token.forged} |
