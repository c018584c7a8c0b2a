Feature: Idempotency keys
  A request without an answer may be sent again: with an idempotency key it has one effect.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno is a new user
    And Carla has a EUR account

  @decided @needs-idempotency
  Rule: IDEM-1 A request that creates something has one effect and one answer for each idempotency key

    # One body serves all operations; each ignores unknown fields.
    @IDEM-1.1
    Scenario Outline: A repeated request creates <what> once
      # undocumented: the body has the members of every path below
      When the merchant sends POST /api/v1/account/<path> with the header "Idempotency-Key: one~!"
        """
        {"origin": {"currency": "EUR", "amount": 12000}, "reference": "Rent", "code2fa": "123456", "recipient": {"accountId": "{carla.eur}",
         "iban": "ES9121000418450200051332", "accountHolder": "Olga", "bankName": "Norte"}, "currency": "EUR", "label": "Savings",
         "name": "Dora", "surname": "Vega", "email": "dora@example.com", "birthdate": "1990-05-15", "phoneNumber": "+34612345678",
         "phoneNumberCountry": "ES", "birthCountry": "ES", "nationality": "ES", "country": "ES", "documentType": "PASSPORT",
         "documentNumber": "X1", "address": "Calle Mayor 1", "city": "Madrid", "province": "Madrid", "postalCode": "28001",
         "activity": "BAKER", "employmentStatus": "EMPLOYED", "professionalSector": "Food", "sourceOfFunds": "SALARY",
         "estimatedAnnualIncome": 1, "estimatedAnnualTransactionVolume": 1, "estimatedNetWorth": 1, "isPublicOffice": false,
         "hasPepCloseAssociate": false, "termsAndConditionsAccepted": true}
        """
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      When the merchant sends GET /api/v1/account/<list>
      Then the answer contains:
        """
        pagination: {total: <count>}
        """

      Examples: All operations that create something
        | what       | path                                        | list                                 | count |
        | a user     | individual-users                            | individual-users                     | 4     |
        | a session  | users/{bruno}/identity-verifications        | users/{bruno}/identity-verifications | 1     |
        | an account | users/{ana}/accounts                        | users/{ana}/accounts                 | 2     |
        | a transfer | users/{ana}/accounts/{ana.eur}/transfers    | orders                               | 2     |
        | a payout   | users/{ana}/accounts/{ana.eur}/bank-payouts | orders                               | 2     |

    @IDEM-1.2
    Scenario: Twenty transfers at once with one key move the money once
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers 20 times at once with the header "Idempotency-Key: now"
        """
        {"origin": {"currency": "EUR", "amount": 2000}, "recipient": {"accountId": "{carla.eur}"}, "reference": "Rent", "code2fa": "123456"}
        """
      Then the answer is 201
      And the last 20 answers are the same
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR -20.00 | EUR 480.00 |
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |

    @IDEM-1.3
    Scenario: A request with another key, or without a key, is another request
      When the merchant sends POST /api/v1/account/users/{bruno}/identity-verifications with the header "Idempotency-Key: one"
      And the merchant sends POST /api/v1/account/users/{bruno}/identity-verifications with the header "Idempotency-Key: One"
      Then it is refused with 409 session_open
      When the merchant sends POST /api/v1/account/users/{bruno}/identity-verifications
      Then it is refused with 409 session_open
      When the merchant opens a EUR account for Ana
      And the merchant opens a EUR account for Ana
      Then Ana has 3 accounts

    @IDEM-1.4
    Scenario Outline: A used idempotency key is refused for <what>
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Idempotency-Key: used"
        """
        {"currency": "EUR", "label": "Savings"}
        """
      And the merchant sends POST /api/v1/account/<path> with the header "Idempotency-Key: used"
        """
        {"currency": "EUR", "label": <label>}
        """
      Then it is refused with <status> <code>
      And Ana has 2 accounts

      Examples: Another request, but not before other faults of it
        | what            | path                                 | label           | status | code                 |
        | another body    | users/{ana}/accounts                 | "Spending"      | 409    | idempotency_conflict |
        | an equal body   | users/{ana}/accounts                 | "S\\u0061vings" | 409    | idempotency_conflict |
        | another path    | users/{bruno}/accounts               | "Savings"       | 409    | idempotency_conflict |
        | a session       | users/{bruno}/identity-verifications | "Savings"       | 409    | idempotency_conflict |
        | an unknown user | users/{unknown}/accounts             | "Savings"       | 404    | not_found            |
        | a bad field     | users/{ana}/accounts                 | 7               | 422    | validation_failed    |

    @IDEM-1.5
    Scenario: Two merchants may use the same key
      Given another merchant
      And Dora of the other merchant has a EUR account
      When the merchant sends POST /api/v1/account/users/{bruno}/identity-verifications with the header "Idempotency-Key: ours"
      And the other merchant sends POST /api/v1/account/users/{other.dora}/accounts with the header "Idempotency-Key: ours"
        """
        {"currency": "EUR", "label": "Savings"}
        """
      Then the answer is 201

    @IDEM-1.6
    Scenario: A refused request can be sent again with its key, corrected or not
      When the merchant sends POST /api/v1/account/users/{bruno}/accounts with the header "Idempotency-Key: soon"
      Then it is refused with 415 unsupported_media_type
      When the merchant sends POST /api/v1/account/users/{bruno}/accounts with the header "Idempotency-Key: soon"
        """
        {"currency": "EUR", "label": "Savings"}
        """
      Then it is refused with 409 user_not_verified
      And nothing has changed
      When the operator sets the level of Bruno to REGULAR
      And the merchant sends the same again
      Then the answer is 201

    # While a session is undecided, another one is refused.
    @IDEM-1.7 @needs-clock
    Scenario Outline: A key is <state> after <time>
      When the merchant sends POST /api/v1/account/users/{bruno}/identity-verifications with the header "Idempotency-Key: today"
      And <time> pass
      And the merchant logs in
      And the merchant sends the same again
      Then the answer is <status>

      Examples: Until 24 hours are over
        | time          | state     | status |
        | 86390 seconds | known     | 201    |
        | 24 hours      | forgotten | 409    |

    @IDEM-1.8
    Scenario Outline: A key <how> is refused together with the other faults of the request
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Idempotency-Key: <key>"
        """
        {"currency": "GBP", "label": "Savings"}
        """
      Then it is refused with 422 validation_failed
        | field            | code          |
        | /Idempotency-Key | <code>        |
        | /currency        | unknown_value |
      And nothing has changed

      Examples: Keys that are not 1 to 255 visible ASCII characters
        | how                    | key            | code           |
        | with a space           | two words      | invalid_format |
        | with a letter of Spain | mañana         | invalid_format |
        | of many characters     | {token}{token} | too_long       |
