Feature: API keys
  A merchant makes its keys in the Portal. A key is shown once; a merchant that loses it makes
  another one and revokes the old.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: AUTH-5 The Portal shows a key when it is made and never again
    That only a hash of the key is stored cannot be seen from outside; what can be seen is
    that the Portal has nothing more to show.

    @AUTH-5.1
    Scenario: A list of the keys does not show them
      When the operator lists the API keys
      Then the API key is shown nowhere

    @AUTH-5.2
    Scenario: Not even after the key was used
      When the merchant logs in
      And the operator lists the API keys
      Then the API key is shown nowhere

    @AUTH-5.3
    Scenario: Not even after the key was revoked
      When the operator revokes the API key
      And the operator lists the API keys
      Then the API key is shown nowhere

  @decided
  Rule: AUTH-6 A revoked key and its tokens stop working at once

    @AUTH-6.1
    Scenario: A login with a revoked key is refused
      When the operator revokes the API key
      And the merchant logs in
      Then it is refused with 401 invalid_credentials

    @AUTH-6.2
    Scenario: A token of a revoked key is worth nothing
      When the merchant logs in
      And the operator revokes the API key
      And the merchant sends GET /api/v1/account/orders
      Then it is refused with 401 unauthenticated

    @AUTH-6.3 @needs-drain
    Scenario: A token of a revoked key changes nothing either
      Given Ana is a verified user
      When the operator revokes the API key
      And the merchant opens a EUR account for Ana
      Then it is refused with 401 unauthenticated
      And nothing has changed

    @AUTH-6.4
    Scenario: Other merchants go on working
      Given another merchant
      When the operator revokes the API key
      And the other merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-6.5
    Scenario: Other merchants go on logging in
      Given another merchant
      When the operator revokes the API key
      And the other merchant logs in
      Then the answer is 200

    @AUTH-6.6
    Scenario: A second key goes on working
      When the operator makes another API key
      And the merchant logs in
      And the operator revokes the older API key
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-6.7
    Scenario: Revoking the second key leaves the tokens of the first alone
      When the operator makes another API key
      And the operator revokes the API key
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200
