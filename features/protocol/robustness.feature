Feature: Robustness
  Every input gets an orderly answer: none causes a server error, and none
  reveals internals of the target.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-S
  Rule: ERR-4 No input causes a server error, and no answer reveals internals

    @ERR-4.1
    Scenario Outline: A request for <what> causes no server error
      When the merchant sends GET /api/v1/account/orders/<id>
      Then it is refused with 404 not_found
      And the answer is valid as "problem"

      Examples: Texts that are no identifiers
        | what              | id                                              |
        | a zero byte       | %00                                             |
        | half a character  | %ff%fe                                          |
        | a file            | ..%2F..%2Fetc%2Fpasswd                          |
        | a piece of SQL    | '%20OR%201=1--                                  |
        | a piece of HTML   | %3Cscript%3Ealert(1)%3C%2Fscript%3E             |
        | a format          | %25s%25n                                        |
        | a negative number | -1                                              |
        | a huge number     | 99999999999999999999999999999999999999999999999 |
        | an emoji          | %F0%9F%92%B6                                    |

    @ERR-4.2
    Scenario Outline: A list of orders with <what> causes no server error
      When the merchant sends GET /api/v1/account/orders?<query>
      Then as decided, the answer is <status>
      And nothing has changed

      Examples: Unusual queries
        | what                    | query                             | status |
        | a page beyond counting  | page=99999999999999999999         | 422    |
        | the last page there is  | page=9007199254740991             | 200    |
        | a zero byte             | state_eq=%00                      | 422    |
        | a piece of SQL          | id_like='%20OR%201=1--            | 200    |
        | signs of a pattern      | id_like=%25_                      | 200    |
        | an amount beyond bounds | amount_gt=99999999999999999999    | 422    |
        | a day that never was    | createdAt_lt=2026-02-30T00:00:00Z | 422    |
        | names that mean nothing | %26%3D=&=&&                       | 200    |
        | a filter given twice    | state_eq=FAILED&state_eq=PENDING  | 200    |
        | an emoji                | type_like=%F0%9F%92%B6            | 200    |

    @ERR-4.3
    Scenario Outline: A path with <what> is answered as not found
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/orders?id_like=<query>
      Then as the reference says, the answer contains:
        """
        orders: []
        pagination: {total: 0}
        """
      And Ana has 1 account

      Examples: Signs of query languages
        | what                       | query           |
        | the sign for any text      | %25             |
        | the sign for any character | _               |
        | the star                   | *               |
        | a condition always true    | '%20OR%20'1'='1 |

    @ERR-4.4
    Scenario Outline: A label with <what> is refused
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur} with the header "Content-Type: application/json"
        """
        {"label": <value>}
        """
      Then as decided, it is refused with <status> <code>
      And as decided, the answer is valid as "problem"
      And Ana has 1 account

      Examples: Hostile texts and numbers
        | what                | value                            | status | code              |
        | a number beyond all | 1e999                            | 400    | malformed_json    |
        | a list for a text   | [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]] | 422    | validation_failed |
        | only spaces         | "   "                            | 422    | validation_failed |

    @ERR-4.5
    Scenario: A label with a zero character is refused
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur} with the header "Content-Type: application/json"
        """
        {"label": "zero\u0000zero"}
        """
      Then as decided, it is refused with 422 validation_failed
        | field  | code           |
        | /label | invalid_format |
      And Ana has 1 account

    @ERR-4.6
    Scenario: A label with half a character is refused
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur} with the header "Content-Type: application/json"
        """
        {"label": "half \ud83d"}
        """
      Then as decided, it is refused with 400 malformed_json
      And Ana has 1 account

    @ERR-4.7
    Scenario: A deeply nested body is refused
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur} with the header "Content-Type: application/json"
        """
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
        """
      Then as decided, it is refused with 400 malformed_json
      And Ana has 1 account

    @ERR-4.8 @source-R
    Scenario: Text that looks like code is stored and returned as text
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: "<script>alert(1)</script> '; DROP TABLE accounts; -- ${HOME}"
        """
      Then the answer is 200
      And the answer contains:
        """
        label: "<script>alert(1)</script> '; DROP TABLE accounts; -- ${HOME}"
        """
