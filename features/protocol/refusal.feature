Feature: Refusals
  Every refusal has one form, with a code that programs can rely on. When
  several things are wrong, the refusal follows a fixed precedence.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @decided
  Rule: ERR-1 A refusal is problem+json with a code of a closed list, and several mistakes are refused in a fixed order

    @ERR-1.1
    Scenario Outline: A refusal with <status> is problem+json with a code
      When the merchant sends GET <path>
      Then it is refused with <status> <code>
      And the answer is valid as "problem"
      And the answer has the header "Content-Type" with "application/problem+json"
      And the answer contains:
        """
        status: <status>
        code: <code>
        detail: "{any}"
        """

      Examples: Several kinds of refusal
        | status | code               | path                             |
        | 404    | not_found          | /api/v1/account/nothing          |
        | 404    | not_found          | /api/v1/account/orders/{unknown} |
        | 405    | method_not_allowed | /api/v1/auth/login               |
        | 422    | validation_failed  | /api/v1/account/orders?page=0    |

    @ERR-1.2
    Scenario: A refusal of fields matches its snapshot
      When the merchant sends POST /api/v1/account/users/{ana}/accounts
        """
        currency: GBP
        """
      Then it is refused with 422 validation_failed
        | field     | code          |
        | /currency | unknown_value |
        | /label    | required      |
      And the answer matches its snapshot

    @ERR-1.3
    Scenario Outline: The path <path> is not found
      When the merchant sends GET <path>
      Then it is refused with 404 not_found

      Examples: Unknown addresses
        | path                         |
        | /                            |
        | /api/v1                      |
        | /api/v2/account/orders       |
        | /API/V1/ACCOUNT/ORDERS       |
        | /api/v1/account/orders/a/b/c |

    @ERR-1.4
    Scenario Outline: The method <method> is refused at <path>
      When the merchant sends <method> <path>
      Then it is refused with 405 method_not_allowed
      And the answer has the header "Allow" with "<known>"

      Examples: Methods that an address does not know
        | method | path                                           | known |
        | GET    | /api/v1/auth/login                             | POST  |
        | DELETE | /api/v1/account/orders                         | GET   |
        | PUT    | /api/v1/account/individual-users               | POST  |
        | DELETE | /api/v1/account/users/{ana}/accounts/{ana.eur} | PATCH |
        | PATCH  | /api/v1/account/bank-payouts/{unknown}         | GET   |

    @ERR-1.5
    Scenario Outline: A request to open an account with <what> is refused
      Given Bruno is a new user
      When the merchant sends POST /api/v1/account/users/<user>/accounts with the header "Content-Type:<type>"
        """
        <body>
        """
      Then it is refused with <status> <code>

      Examples: Bodies of another media type
        | what                         | user  | type                              | body         | status | code                   |
        | a plain text                 | {ana} | text/plain                        | {}           | 415    | unsupported_media_type |
        | a form                       | {ana} | application/x-www-form-urlencoded | a=b          | 415    | unsupported_media_type |
        | a wrong type and broken JSON | {ana} | text/plain                        | {"currency": | 415    | unsupported_media_type |

      Examples: Bodies that are called JSON and are not
        | what             | user  | type             | body                                  | status | code           |
        | an open end      | {ana} | application/json | {"currency": "EUR", "label": "Main"   | 400    | malformed_json |
        | a comma too many | {ana} | application/json | {"currency": "EUR", "label": "Main",} | 400    | malformed_json |
        | single quotes    | {ana} | application/json | {'currency': 'EUR'}                   | 400    | malformed_json |
        | two bodies       | {ana} | application/json | {"currency": "EUR"} {"label": "Main"} | 400    | malformed_json |
        | not a number     | {ana} | application/json | {"currency": NaN}                     | 400    | malformed_json |

      @source-W
      Examples: The earlier of two mistakes is answered
        | what                                | user      | type             | body                | status | code              |
        | an unknown user and a wrong type    | {unknown} | text/plain       | {}                  | 404    | not_found         |
        | an unknown user and broken JSON     | {unknown} | application/json | {"currency":        | 404    | not_found         |
        | an unknown user and a bad field     | {unknown} | application/json | {"currency": "GBP"} | 404    | not_found         |
        | a bad field and a user not verified | {bruno}   | application/json | {"currency": "GBP"} | 422    | validation_failed |
