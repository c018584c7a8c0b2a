Feature: Unusual identifiers in every address
  Every address has a part that names a resource. A text of any length and in any
  characters there is an identifier that nobody has.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account
    And Acme is a new user

  @source-S
  Rule: ERR-4 No input causes a server error, and no answer reveals internals

    @ERR-4.9
    Scenario Outline: A text of hundreds of characters in the address of <what> causes no server error
      When the merchant sends GET /api/v1/account/<before>0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef<after>
      Then it is refused with 404 not_found
      And the answer is valid as "problem"

      Examples: Every address with an identifier
        | what                           | before                                        | after                   |
        | a person                       | individual-users/                             |                         |
        | a company                      | business-users/                               |                         |
        | a company, in another spelling | business-user/                                |                         |
        | a person's accounts            | users/                                        | /accounts               |
        | an account                     | users/{ana}/accounts/                         |                         |
        | an account's ledger            | users/{ana}/accounts/                         | /transactions           |
        | an account's orders            | users/{ana}/accounts/                         | /orders                 |
        | an entry under its account     | users/{ana}/accounts/{ana.eur}/transactions/  |                         |
        | an entry                       | transactions/                                 |                         |
        | a bank payin                   | bank-payins/                                  |                         |
        | a crypto payin                 | crypto-payins/                                |                         |
        | a card payin                   | card-payins/                                  |                         |
        | a bank payout                  | bank-payouts/                                 |                         |
        | a crypto payout                | crypto-payouts/                               |                         |
        | a transfer                     | transfers/                                    |                         |
        | a person's verifications       | users/                                        | /identity-verifications |
        | a verification                 | users/{ana}/identity-verifications/           |                         |
        | a verification's checks        | users/{ana}/identity-verifications/           | /checks                 |
        | a company's verifications      | business-user/                                | /kyb-sessions           |
        | a verification's documents     | business-user/{acme}/kyb-sessions/            | /documents              |
        | a virtual IBAN                 | users/{ana}/accounts/{ana.eur}/virtual-ibans/ |                         |

    @ERR-4.10
    Scenario Outline: In the address of <what>, <character> causes no server error
      When the merchant sends GET /api/v1/account/<path>
      Then it is refused with 404 not_found
      And the answer is valid as "problem"

      Examples: Every address with an identifier
        | what                           | character                   | path                                                                          |
        | a person                       | a right-to-left sign        | individual-users/%E2%80%AE                                                    |
        | a company                      | a byte order mark           | business-users/%EF%BB%BF                                                      |
        | a company, in another spelling | a character that is none    | business-user/%EF%BF%BF                                                       |
        | a person's accounts            | the last character there is | users/%F4%8F%BF%BF/accounts                                                   |
        | an account                     | half a pair                 | users/{ana}/accounts/%ED%A0%80                                                |
        | an account's ledger            | three accents               | users/{ana}/accounts/e%CC%81%CC%81%CC%81/transactions                         |
        | an account's orders            | wide digits                 | users/{ana}/accounts/%EF%BC%91%EF%BC%92/orders                                |
        | an entry under its account     | a joined emoji              | users/{ana}/accounts/{ana.eur}/transactions/%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80 |
        | an entry                       | a control character         | transactions/%C2%85                                                           |
        | a bank payin                   | a line separator            | bank-payins/%E2%80%A8                                                         |
        | a crypto payin                 | a slash in two bytes        | crypto-payins/%C0%AF                                                          |
        | a card payin                   | a right-to-left sign        | card-payins/%E2%80%AE                                                         |
        | a bank payout                  | a byte order mark           | bank-payouts/%EF%BB%BF                                                        |
        | a crypto payout                | a character that is none    | crypto-payouts/%EF%BF%BF                                                      |
        | a transfer                     | the last character there is | transfers/%F4%8F%BF%BF                                                        |
        | a person's verifications       | half a pair                 | users/%ED%A0%80/identity-verifications                                        |
        | a verification                 | three accents               | users/{ana}/identity-verifications/e%CC%81%CC%81%CC%81                        |
        | a verification's checks        | wide digits                 | users/{ana}/identity-verifications/%EF%BC%91%EF%BC%92/checks                  |
        | a company's verifications      | a joined emoji              | business-user/%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80/kyb-sessions                  |
        | a verification's documents     | a control character         | business-user/{acme}/kyb-sessions/%C2%85/documents                            |
        | a virtual IBAN                 | a line separator            | users/{ana}/accounts/{ana.eur}/virtual-ibans/%E2%80%A8                        |
