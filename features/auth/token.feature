Feature: The token of a request
  Every request except the login carries a token that Ralio has signed. A
  request with a missing or altered token is refused and has no effect.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account
    And Carla is a new user

  @source-W
  Rule: AUTH-2 Every operation except the login requires a valid token

    @AUTH-2.1
    Scenario Outline: A request with <what> is refused
      When the merchant sends GET /api/v1/account/orders with the header "Authorization:<value>"
      Then the answer is 401
      And as decided, the answer has the header "WWW-Authenticate" with "Bearer"

      Examples: Not a genuine token
        | what                            | value                    |
        | no token                        |                          |
        | a scheme without a token        | Bearer                   |
        | a token without its scheme      | {token}                  |
        | another scheme                  | Basic {token}            |
        | the key instead of a token      | Bearer {api_key}         |
        | a token signed by somebody else | Bearer {token.forged}    |
        | a token that nobody signed      | Bearer {token.unsigned}  |
        | half a token                    | Bearer {token.truncated} |
        | a token with other contents     | Bearer {token.altered}   |
        | something after the token       | Bearer {token}x          |
        | two tokens                      | Bearer {token} {token}   |
        | a token that is none            | Bearer token             |

    @AUTH-2.2
    Scenario Outline: The refusal of <what> says no more than that a token is needed
      When the merchant sends GET /api/v1/account/orders with the header "Authorization:<value>"
      Then it is refused with 401 unauthenticated
      And as decided, the answer is valid as "problem"

      Examples: Every kind of invalid token
        | what                            | value                    |
        | no token                        |                          |
        | a token signed by somebody else | Bearer {token.forged}    |
        | a token that nobody signed      | Bearer {token.unsigned}  |
        | half a token                    | Bearer {token.truncated} |
        | a token with other contents     | Bearer {token.altered}   |

    @AUTH-2.3
    Scenario Outline: Reading <what> requires a token
      When the merchant sends GET <path> with the header "Authorization:"
      Then the answer is 401

      Examples: Operations that read
        | what                         | path                                                                           |
        | users                        | /api/v1/account/individual-users                                               |
        | a user                       | /api/v1/account/individual-users/{ana}                                         |
        | sessions                     | /api/v1/account/users/{ana}/identity-verifications                             |
        | a session                    | /api/v1/account/users/{ana}/identity-verifications/{ana.session}               |
        | checks                       | /api/v1/account/users/{ana}/identity-verifications/{ana.session}/checks        |
        | companies                    | /api/v1/account/business-users                                                 |
        | a company                    | /api/v1/account/business-users/{ana}                                           |
        | companies, spelled otherwise | /api/v1/account/business-user                                                  |
        | a company, spelled otherwise | /api/v1/account/business-user/{ana}                                            |
        | KYB sessions                 | /api/v1/account/business-user/{ana}/kyb-sessions                               |
        | a KYB session                | /api/v1/account/business-user/{ana}/kyb-sessions/{unknown}                     |
        | documents                    | /api/v1/account/business-user/{ana}/kyb-sessions/{unknown}/documents           |
        | a document                   | /api/v1/account/business-user/{ana}/kyb-sessions/{unknown}/documents/{unknown} |
        | accounts                     | /api/v1/account/users/{ana}/accounts                                           |
        | an account                   | /api/v1/account/users/{ana}/accounts/{ana.eur}                                 |
        | orders                       | /api/v1/account/orders                                                         |
        | orders of an account         | /api/v1/account/users/{ana}/accounts/{ana.eur}/orders                          |
        | an order                     | /api/v1/account/orders/{unknown}                                               |
        | a ledger                     | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions                    |
        | an entry                     | /api/v1/account/transactions/{unknown}                                         |
        | an account's entry           | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{unknown}          |
        | a bank payin                 | /api/v1/account/bank-payins/{unknown}                                          |
        | a crypto payin               | /api/v1/account/crypto-payins/{unknown}                                        |
        | a card payin                 | /api/v1/account/card-payins/{unknown}                                          |
        | a transfer                   | /api/v1/account/transfers/{unknown}                                            |
        | a payout                     | /api/v1/account/bank-payouts/{unknown}                                         |
        | a crypto payout              | /api/v1/account/crypto-payouts/{unknown}                                       |
        | activities                   | /api/v1/reference/activities                                                   |
        | the merchant                 | /api/v1/merchant/user                                                          |
        | own accounts                 | /api/v1/merchant/user/accounts                                                 |
        | an own account               | /api/v1/merchant/user/accounts/{unknown}                                       |
        | vIBANs                       | /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans                   |
        | a vIBAN                      | /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{unknown}         |

    @AUTH-2.4
    Scenario Outline: The operation <what> requires a token
      # undocumented: the body has the members of every path below
      When the merchant sends <method> <path> with the header "Authorization: Bearer {token.forged}"
        """
        {"currency": "EUR", "label": "Stolen", "amount": 5000, "origin": {"currency": "EUR", "amount": 5000}, "reference": "Stolen",
         "recipient": {"accountId": "{bruno.eur}", "iban": "ES9121000418450200051332", "accountHolder": "Eve", "bankName": "Norte",
           "currency": "USDC", "network": "ETHEREUM", "address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
         "code2fa": "123456", "urlSuccess": "https://shop.example/paid", "urlFailed": "https://shop.example/not-paid"}
        """
      Then the answer is 401
      And as decided, the answer has the header "WWW-Authenticate" with "Bearer"
      And nothing has changed

      Examples: Operations that change something
        | what                        | method | path                                                                              |
        | registering a user          | POST   | /api/v1/account/individual-users                                                  |
        | opening a session           | POST   | /api/v1/account/users/{carla}/identity-verifications                              |
        | registering a company       | POST   | /api/v1/account/business-users                                                    |
        | the same, spelled otherwise | POST   | /api/v1/account/business-user                                                     |
        | opening a KYB session       | POST   | /api/v1/account/business-user/{ana}/kyb-sessions                                  |
        | uploading                   | POST   | /api/v1/account/business-user/{ana}/kyb-sessions/{unknown}/documents              |
        | deleting a document         | DELETE | /api/v1/account/business-user/{ana}/kyb-sessions/{unknown}/documents/{unknown}    |
        | submitting                  | POST   | /api/v1/account/business-user/{ana}/kyb-sessions/{unknown}/submit                 |
        | opening an account          | POST   | /api/v1/account/users/{ana}/accounts                                              |
        | renaming an account         | PATCH  | /api/v1/account/users/{ana}/accounts/{ana.eur}                                    |
        | transferring                | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers                          |
        | asking for a quote          | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate                 |
        | paying out                  | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts                       |
        | cancelling                  | POST   | /api/v1/account/bank-payouts/{unknown}/cancel                                     |
        | asking for a vIBAN          | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans                      |
        | renaming a vIBAN            | PUT    | /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{unknown}            |
        | giving up a vIBAN           | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{unknown}/deactivate |
        | quoting a payout            | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate              |
        | confirming                  | POST   | /api/v1/account/bank-payouts/{unknown}/validate-otp                               |
        | sending a code              | POST   | /api/v1/account/otp/send                                                          |
        | paying out crypto           | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/crypto-payouts                     |
        | cancelling crypto           | POST   | /api/v1/account/crypto-payouts/{unknown}/cancel                                   |
        | confirming crypto           | POST   | /api/v1/account/crypto-payouts/{unknown}/validate-otp                             |
        | asking for an address       | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/crypto-addresses                   |
        | asking for a card payin     | POST   | /api/v1/account/users/{ana}/accounts/{ana.eur}/card-payins                        |

    @AUTH-2.5
    Scenario Outline: A token in <place> is not accepted
      When the merchant sends GET /api/v1/account/orders<query> with the header "<header>"
      Then the answer is 401

      Examples: Places other than the header that is documented
        | place                  | query                 | header         |
        | the address            | ?access_token={token} | Authorization: |
        | the address, otherwise | ?token={token}        | Authorization: |
