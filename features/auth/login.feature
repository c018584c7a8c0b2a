Feature: Login
  A merchant exchanges its key for a token, and shows the token with every request.

  Background:
    Given a merchant

  @source-W
  Rule: AUTH-1 A valid key is exchanged for a token

    @AUTH-1.1
    Scenario: A login with the right key answers with a token
      When the merchant logs in
      Then the answer is 200
      And the answer is valid as "token"

    @AUTH-1.2
    Scenario: A request with the token is answered
      When the merchant logs in
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-1.3
    Scenario: A second login leaves the first token valid
      When the merchant logs in
      And the merchant logs in
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders with the header "Authorization: Bearer {token.first}"
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-1.4
    Scenario: Two merchants can be logged in at the same time
      Given another merchant
      When the merchant logs in
      And the other merchant logs in
      And the merchant sends GET /api/v1/account/orders with the header "Authorization: Bearer {token.first}"
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When the other merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-1.5
    Scenario: The token is a signed JWT
      When the merchant logs in
      Then the token is signed with HS256

  @source-S
  Rule: AUTH-3 A login with a wrong code and one with a wrong key get the same answer

    @AUTH-3.1
    Scenario Outline: A login with <wrong> is refused
      When the merchant sends POST /api/v1/auth/login
        """
        api_code: "<code>"
        api_key: "<key>"
        """
      Then it is refused with 401 invalid_credentials

      Examples: Wrong credentials
        | wrong                    | code        | key            |
        | a wrong key              | {api_code}  | wrong-key      |
        | a wrong code             | wrong-code  | {api_key}      |
        | both wrong               | wrong-code  | wrong-key      |
        | code and key swapped     | {api_key}   | {api_code}     |
        | something after the key  | {api_code}  | {api_key}x     |
        | something after the code | {api_code}x | {api_key}      |
        | a space before the key   | {api_code}  | \\x20{api_key} |

    @AUTH-3.2
    Scenario Outline: A login without <missing> is refused
      When the merchant sends POST /api/v1/auth/login
        """
        <body>
        """
      Then it is refused with 422 validation_failed
        | field   | code     |
        | <field> | required |

      Examples: One field left out
        | missing | body                   | field     |
        | a code  | api_key: "{api_key}"   | /api_code |
        | a key   | api_code: "{api_code}" | /api_key  |

    @AUTH-3.3
    Scenario: A login without a body is refused
      When the merchant sends POST /api/v1/auth/login
        """
        {}
        """
      Then it is refused with 422 validation_failed
        | field     | code     |
        | /api_code | required |
        | /api_key  | required |

    @AUTH-3.4
    Scenario Outline: A login with the key <value> is refused
      When the merchant sends POST /api/v1/auth/login
        """
        api_code: "{api_code}"
        api_key: <value>
        """
      Then it is refused with 422 validation_failed
        | field    | code   |
        | /api_key | <code> |

      Examples: Empty or no text
        | value | code       |
        | ""    | too_short  |
        | 12345 | wrong_type |
        | null  | wrong_type |
        | []    | wrong_type |

    @AUTH-3.5
    Scenario: A refusal does not reveal whether the code or the key was wrong
      When the merchant sends POST /api/v1/auth/login with the header "Content-Type: application/json"
        """
        {"api_code": "{api_code}", "api_key": "wrong-key"}
        """
      Then it is refused with 401 invalid_credentials
      When the merchant sends POST /api/v1/auth/login with the header "Content-Type: application/json"
        """
        {"api_code": "wrong-code", "api_key": "{api_key}"}
        """
      Then it is refused with 401 invalid_credentials
      And the last 2 answers are the same

    @AUTH-3.6
    Scenario: A refused login is refused again when it is sent again
      When the merchant sends POST /api/v1/auth/login
        """
        api_code: "{api_code}"
        api_key: wrong-key
        """
      Then it is refused with 401 invalid_credentials
      When the merchant sends POST /api/v1/auth/login
        """
        api_code: "{api_code}"
        api_key: wrong-key
        """
      Then it is refused with 401 invalid_credentials
