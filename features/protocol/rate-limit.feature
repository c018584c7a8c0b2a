Feature: Too many requests
  A merchant may make a limited number of requests in a period. A refusal says
  how long to wait.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @decided @needs-rate-limit
  Rule: RATE-1 A request above the merchant's rate limit is refused with 429 and the time to wait

    @RATE-1.1
    Scenario: Requests up to the limit are answered, also all at once, and the next is refused
      Given the rate limit is 3 requests per 999 seconds
      When the merchant sends GET /api/v1/account/orders
      And the merchant sends GET /api/v1/account/users/{ana}/accounts
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders
      Then it is refused with 429 rate_limited
      And the answer is valid as "problem"
      And the answer has the header "Content-Type" with "application/problem+json"

    # A slow run takes some seconds itself, so any wait from 990 to 999 is right.
    @RATE-1.2
    Scenario: The refusal says how long to wait
      Given the rate limit is 1 request per 999 seconds
      When the merchant sends GET /api/v1/account/orders
      And the merchant sends GET /api/v1/account/orders
      Then it is refused with 429 rate_limited
      And the answer has the header "Retry-After" with "99"

    @RATE-1.3 @needs-clock @needs-drain
    Scenario Outline: After the wait that the answer names a request is accepted, with <requests> requests per <seconds> seconds
      Given the rate limit is <requests> requests per <seconds> seconds
      When the merchant sends GET /api/v1/account/orders
      And the merchant sends GET /api/v1/account/orders
      And the merchant sends GET /api/v1/account/orders
      Then it is refused with 429 rate_limited
      When the merchant waits as long as it was told to
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders
      Then it is refused with 429 rate_limited

      Examples: Whole and fractional waits
        | requests | seconds |
        | 2        | 600     |
        | 2        | 1001    |

    @RATE-1.4 @needs-clock @needs-drain
    Scenario: A request before the end of the wait is refused and does not prolong the wait
      Given the rate limit is 1 request per 1000 seconds
      When the merchant sends GET /api/v1/account/orders
      And 980 seconds pass
      And the merchant sends GET /api/v1/account/orders
      Then it is refused with 429 rate_limited
      When 20 seconds pass
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @RATE-1.5 @needs-clock @needs-drain
    Scenario: A long pause does not raise the limit
      Given the rate limit is 2 requests per 600 seconds
      When 50 minutes pass
      And the merchant sends GET /api/v1/account/orders
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders
      Then it is refused with 429 rate_limited

    @RATE-1.6
    Scenario: A request over the limit has no effect
      Given Bruno has a EUR account
      And the rate limit is 1 request per 600 seconds
      When the merchant sends GET /api/v1/account/orders
      And the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
      Then it is refused with 429 rate_limited
      And nothing has changed

    @RATE-1.7
    Scenario: The limit of one merchant does not affect another merchant
      Given another merchant
      And the rate limit is 1 request per 600 seconds
      When the merchant sends GET /api/v1/account/orders
      And the merchant sends GET /api/v1/account/orders
      Then it is refused with 429 rate_limited
      When the other merchant sends GET /api/v1/account/orders
      And the other merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @RATE-1.8
    Scenario: All tokens of a merchant share its limit, and logins do not count
      Given the rate limit is 2 requests per 600 seconds
      When the merchant sends GET /api/v1/account/orders
      And the merchant logs in
      And the merchant logs in
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders with the header "Authorization: Bearer {token.first}"
      Then it is refused with 429 rate_limited
      When the merchant logs in
      Then the answer is 200

    @RATE-1.9
    Scenario Outline: A request refused for another reason counts toward the limit: <what>
      Given the rate limit is 1 request per 600 seconds
      When the merchant sends <method> <path>
      Then it is refused with <status> <code>
      When the merchant sends <method> <path>
      Then it is refused with 429 rate_limited

      Examples: Requests refused for other reasons
        | what               | method | path                                 | status | code                   |
        | an unknown order   | GET    | /api/v1/account/orders/{unknown}     | 404    | not_found              |
        | a page that is not | GET    | /api/v1/account/orders?page=0        | 422    | validation_failed      |
        | a missing body     | POST   | /api/v1/account/users/{ana}/accounts | 415    | unsupported_media_type |

    @RATE-1.10
    Scenario: Requests without a token are not counted and never refused with 429
      Given the rate limit is 1 request per 600 seconds
      When the merchant sends GET /api/v1/account/orders with the header "Authorization:"
      Then it is refused with 401 unauthenticated
      When the merchant sends GET /api/v1/account/orders with the header "Authorization: Bearer {token.forged}"
      Then it is refused with 401 unauthenticated
      When the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders with the header "Authorization:"
      Then it is refused with 401 unauthenticated

    @RATE-1.11
    Scenario: A request that changes something counts once
      Given the rate limit is 2 requests per 600 seconds
      When the merchant opens a EUR account for Ana
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders
      Then it is refused with 429 rate_limited

    @RATE-1.12
    Scenario: A new limit takes the place of the one before
      Given the rate limit is 1 request per 999 seconds
      And the rate limit is 2 requests per 600 seconds
      When the merchant sends GET /api/v1/account/orders
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders
      Then it is refused with 429 rate_limited
