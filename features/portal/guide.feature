Feature: The Portal as the guides describe it
  Keys are made in the Portal only. Its pages offer the events by category,
  lead to the Funds Simulator by the menu, and show a company's verification.

  @source-W
  Rule: AUTH-8 API keys are managed in the Portal only, and the api_code identifies the merchant

    Background:
      Given a merchant

    @AUTH-8.1
    Scenario Outline: The API has no operation <method> <path> for keys
      When the merchant sends <method> <path>
      Then the API has no such operation

      Examples: Addresses that an operation for keys could have
        | method | path                        |
        | GET    | /api/v1/api-keys            |
        | POST   | /api/v1/api-keys            |
        | GET    | /api/v1/auth/api-keys       |
        | POST   | /api/v1/auth/api-keys       |
        | GET    | /api/v1/auth/keys           |
        | POST   | /api/v1/auth/keys           |
        | GET    | /api/v1/merchant/api-keys   |
        | POST   | /api/v1/merchant/api-keys   |
        | DELETE | /api/v1/merchant/api-keys/1 |
        | GET    | /api/v1/account/api-keys    |
        | POST   | /api/v1/account/api-keys    |
        | GET    | /api/v1/settings/api-keys   |
        | POST   | /api/v1/settings/api-keys   |

    @AUTH-8.2
    Scenario: The code of the first key logs in with the second key
      When the operator makes another API key
      And the merchant sends POST /api/v1/auth/login
        """
        {api_code: "{api_code.first}", api_key: "{api_key}"}
        """
      Then the answer is 200
      And the answer is valid as "token"

  @source-W
  Rule: HOOK-5 Only subscribed event types are delivered

    @HOOK-5.5 @needs-browser
    Scenario: The page of the webhook offers the events by category
      Given a merchant
      And the operator works in the Portal's pages
      When the operator opens the page "/account/webhooks"
      Then the page offers these events by category:
        | Accounts  | account.activated                                                             |
        | Payins    | payin.processing payin.completed payin.failed                                 |
        | Payouts   | payout.processing payout.completed                                            |
        | Transfers | transfer.processing transfer.completed                                        |
        | KYC / KYB | kyc.state_updated kyc.session_verified kyc.session_failed kyc.session_expired |

  @source-W
  Rule: PIN-1 A payin makes one order, sends two events, credits the account and leaves one ledger entry

    @PIN-1.7 @needs-browser
    Scenario: The Funds Simulator is opened in the menu, and its button reads Simulate Funding
      Given a merchant
      And the operator works in the Portal's pages
      When the operator opens "Developers > Funds Simulator" in the menu
      Then the page has the button "Simulate Funding"

  @source-K
  Rule: KYB-9 Submission puts a session in review and cannot be undone

    @KYB-9.8 @needs-browser
    Scenario Outline: The state of a submitted session is shown <where>
      Given a merchant
      And the operator works in the Portal's pages
      And Acme has a submitted KYB session
      When the operator opens the page "<page>"
      Then the page shows "Acme S.L."
      And the page shows "<state>"

      Examples: The two places of the guide
        | where                               | page                 | state     |
        | in the company's profile            | /businesses/{acme}   | IN_REVIEW |
        | in the list of companies to onboard | /onboarding-business | In review |
