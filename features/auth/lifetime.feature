Feature: The lifetime of a token
  A token is valid for an hour. After that the merchant logs in again.

  Background:
    Given a merchant

  @decided
  Rule: AUTH-4 A token is valid for one hour

    @AUTH-4.1 @needs-clock
    Scenario: A token is valid for one hour and not longer
      When the merchant logs in
      And 3590 seconds pass
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When 10 seconds pass
      And the merchant sends GET /api/v1/account/orders
      Then it is refused with 401 token_expired

    @AUTH-4.2 @needs-clock
    Scenario: The use of a token does not prolong it
      When the merchant logs in
      And 30 minutes pass
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200
      When 30 minutes pass
      And the merchant sends GET /api/v1/account/orders
      Then it is refused with 401 token_expired

    @AUTH-4.3 @needs-clock
    Scenario: A second login does not prolong the first token
      When 30 minutes pass
      And the merchant logs in
      And 30 minutes pass
      And the merchant sends GET /api/v1/account/orders with the header "Authorization: Bearer {token.first}"
      Then it is refused with 401 token_expired
      When the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-4.4 @needs-clock
    Scenario: A new login gives a valid token after the old one has expired
      When 60 minutes pass
      And the merchant logs in
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-4.5 @needs-clock
    Scenario: An expired token changes nothing
      Given Ana is a verified user
      When the merchant logs in
      And 60 minutes pass
      And the merchant opens a EUR account for Ana
      Then it is refused with 401 token_expired
      When the merchant logs in
      Then Ana has 0 accounts

    @AUTH-4.6
    Scenario: A token names its end, so that a client knows when to log in again
      When the merchant logs in
      Then the token says that it lives for 1 hour
