Feature: API keys
  A merchant creates keys in the Portal. A key is shown once; a merchant that
  loses it creates another one and revokes the old one. The suite cannot see
  that only a hash of the key is stored; it sees that the Portal does not show
  the key again.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: AUTH-5 The Portal shows a key when it is made and never again
    That only a hash of the key is stored cannot be seen from outside; what can be seen is
    that the Portal has nothing more to show.

    @AUTH-5.1
    Scenario: The list of keys does not show the keys themselves
      When the operator lists the API keys
      Then the API key is shown nowhere

    @AUTH-5.2
    Scenario: The list does not show a key that was used
      When the merchant logs in
      And the operator lists the API keys
      Then the API key is shown nowhere

    @AUTH-5.3
    Scenario: The list does not show a key that was revoked
      When the operator revokes the API key
      And the operator lists the API keys
      Then the API key is shown nowhere

    @AUTH-5.5
    Scenario: The list does not show the second key of a merchant
      When the operator makes another API key
      And the operator lists the API keys
      Then the API key is shown nowhere

  @source-S
  Rule: AUTH-6 A revoked key and its tokens stop working at once

    @AUTH-6.1
    Scenario: A login with a revoked key is refused
      When the operator revokes the API key
      And the merchant logs in
      Then it is refused with 401 invalid_credentials

    @AUTH-6.2
    Scenario: A token of a revoked key is refused
      When the merchant logs in
      And the operator revokes the API key
      And the merchant sends GET /api/v1/account/orders
      Then it is refused with 401 unauthenticated

    @AUTH-6.3
    Scenario: A token of a revoked key changes nothing
      Given Ana is a verified user
      When the operator revokes the API key
      And the merchant opens a EUR account for Ana
      Then it is refused with 401 unauthenticated
      And nothing has changed

    @AUTH-6.4
    Scenario: A revoked key leaves the tokens of other merchants valid
      Given another merchant
      When the operator revokes the API key
      And the other merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-6.5
    Scenario: A revoked key leaves the logins of other merchants possible
      Given another merchant
      When the operator revokes the API key
      And the other merchant logs in
      Then the answer is 200

    @AUTH-6.6
    Scenario: A revoked key leaves the merchant's other key valid
      When the operator makes another API key
      And the merchant logs in
      And the operator revokes the older API key
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-6.7
    Scenario: A revoked second key leaves the tokens of the first key valid
      When the operator makes another API key
      And the operator revokes the API key
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-6.10
    Scenario: The token of a revoked key is refused although the merchant has another key
      When the merchant logs in
      And the operator makes another API key
      And the merchant logs in
      And the operator revokes the older API key
      And the merchant sends GET /api/v1/account/orders with the header "Authorization: Bearer {token.first}"
      Then it is refused with 401 unauthenticated

    @AUTH-6.11
    Scenario: A revoked second key cannot log in although the first key is valid
      When the operator makes another API key
      And the merchant logs in
      And the operator revokes the API key
      And the merchant logs in
      Then it is refused with 401 invalid_credentials

  @source-W
  Rule: AUTH-8 API keys are managed in the Portal only, and the api_code identifies the merchant

    @AUTH-8.3
    Scenario: A second key logs in to the same merchant as the first
      Given Ana has a EUR account holding EUR 100.00
      When the operator makes another API key
      And the merchant logs in
      And the merchant sends GET /api/v1/account/individual-users/{ana}
      Then the answer is 200
      When the merchant sends GET /api/v1/account/individual-users
      Then the answer contains:
        """
        users: [{id: "{ana}"}]
        """
