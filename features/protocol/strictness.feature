Feature: Strict validation
  A request is read strictly: no value is guessed or converted, and a refused
  request has no effect.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account

  @source-S
  Rule: ERR-2 A refusal changes nothing

    @ERR-2.1
    Scenario Outline: A transfer refused with <status> changes nothing
      When the merchant sends POST <path> with the header "Content-Type:<type>"
        """
        {"origin": {"currency": "EUR", "amount": 100}, "recipient": {"accountId": "{bruno.eur}"},
         "reference": "Dinner", "code2fa": <code2fa>}
        """
      Then the answer is <status>
      And nothing has changed

      Examples: One refusal of each kind
        | status | path                                                       | type             | code2fa  |
        | 404    | /api/v1/account/users/{ana}/accounts/{ana.eur}/transfer    | application/json | "123456" |
        | 404    | /api/v1/account/users/{bruno}/accounts/{ana.eur}/transfers | application/json | "123456" |
        | 404    | /api/v1/account/users/{ana}/accounts/{unknown}/transfers   | application/json | "123456" |
        | 405    | /api/v1/account/users/{ana}/accounts/{ana.eur}/orders      | application/json | "123456" |
        | 422    | /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers   | application/json | "654321" |

      @decided
      Examples: Bodies of another form
        | status | path                                                     | type             | code2fa  |
        | 400    | /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers | application/json | 123456.  |
        | 415    | /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers | text/plain       | "123456" |
        | 422    | /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers | application/json | 123456   |

    @ERR-2.2 @decided
    Scenario: A person with one wrong field is not registered at all
      When the merchant registers Carla
        """
        birthdate: tomorrow
        """
      Then it is refused with 422 validation_failed
        | field      | code           |
        | /birthdate | invalid_format |
      And nothing has changed

    @ERR-2.3
    Scenario: A corrected request is accepted after a refusal
      When the merchant transfers EUR 500.01 from Ana's EUR account to Bruno's EUR account
      Then it is refused
      When the merchant transfers EUR 500.00 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |

  @decided
  Rule: ERR-3 Unknown fields are ignored, and a value of another type is not converted

    @ERR-3.1
    Scenario: Unknown fields are ignored
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
        """
        colour: blue  # undocumented
        state: FAILED  # undocumented
        id: "{unknown}"  # undocumented
        origin: {unit: cents}  # undocumented
        """
      Then the answer is 201
      And the order is completed
      And Bruno's EUR account holds EUR 100.00

    @ERR-3.2
    Scenario Outline: An amount written <amount> is one euro
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers with the header "Content-Type: application/json"
        """
        {"origin": {"currency": "EUR", "amount": <amount>}, "recipient": {"accountId": "{bruno.eur}"},
         "reference": "Dinner", "code2fa": "123456"}
        """
      Then the answer is 201
      And Bruno's EUR account holds EUR 1.00

      Examples: The same number
        | amount |
        | 100    |
        | 100.0  |
        | 1e2    |

    @ERR-3.3
    Scenario Outline: An amount written <amount> is refused in a <operation>
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<operation>s with the header "Content-Type: application/json"
        """
        {"origin": {"currency": "EUR", "amount": <amount>},
         "recipient": {"accountId": "{bruno.eur}", "iban": "ES9121000418450200051332",
           "accountHolder": "Carla Neumann", "bankName": "Santander"},
         "reference": "Dinner", "code2fa": "123456"}
        """
      Then it is refused with 422 validation_failed
        | field          | code   |
        | /origin/amount | <code> |
      And nothing has changed

      Examples: Values of another form
        | operation   | amount          | code         |
        | transfer    | "250"           | wrong_type   |
        | transfer    | 2.5             | wrong_type   |
        | transfer    | true            | wrong_type   |
        | transfer    | {"amount": 250} | wrong_type   |
        | transfer    | 0               | out_of_range |
        | transfer    | -0              | out_of_range |
        | bank-payout | "250"           | wrong_type   |
        | bank-payout | 2.5             | wrong_type   |
        | bank-payout | true            | wrong_type   |
        | bank-payout | 0               | out_of_range |

      @source-R
      Examples: No amount
        | operation   | amount | code       |
        | transfer    | null   | wrong_type |
        | bank-payout | null   | wrong_type |

      @source-S
      Examples: Amounts that take, or that nobody has
        | operation   | amount               | code         |
        | transfer    | -1                   | out_of_range |
        | transfer    | 1e30                 | out_of_range |
        | transfer    | 18446744073709551616 | out_of_range |
        | bank-payout | -1                   | out_of_range |
        | bank-payout | 9007199254740992     | out_of_range |
        | bank-payout | 1e30                 | out_of_range |

    @ERR-3.4 @source-R
    Scenario Outline: A body that is <body> is refused
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Content-Type: application/json"
        """
        <body>
        """
      Then it is refused with 422 validation_failed
      And nothing has changed

      Examples: JSON, but no object
        | body                 |
        | null                 |
        | []                   |
        | [{"currency":"EUR"}] |
        | "EUR"                |
        | 42                   |
        | true                 |
