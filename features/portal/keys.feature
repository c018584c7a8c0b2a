Feature: Keys and secrets on the pages
  The operator makes and revokes keys in the Portal and changes the webhook
  secret. The API follows the actions on the pages.

  Background:
    Given a merchant who listens for events
    And the operator works in the Portal's pages

  @source-W
  Rule: AUTH-1 A valid key is exchanged for a token

    @AUTH-1.6 @needs-browser
    Scenario: A key made on the page can log in
      When the operator makes another API key
      And the merchant logs in
      Then the answer is 200
      And the answer is valid as "token"

  @source-W
  Rule: AUTH-5 The Portal shows a key when it is made and never again
    That only a hash of the key is stored cannot be seen from outside; what can be seen is
    that the Portal has nothing more to show.

    @AUTH-5.4 @needs-browser
    Scenario: A key made on the page is not on the page when it is opened again
      When the operator makes another API key
      And the operator lists the API keys
      Then the API key is shown nowhere

  @source-S
  Rule: AUTH-6 A revoked key and its tokens stop working at once

    @AUTH-6.8 @needs-browser
    Scenario: A key revoked on the page is refused
      When the operator revokes the API key
      And the merchant logs in
      Then it is refused with 401 invalid_credentials

    @AUTH-6.9 @needs-browser
    Scenario: The button of a key's row revokes that key
      When the operator makes another API key
      And the merchant logs in
      And the operator revokes the older API key
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200

  @source-W @source-R
  Rule: HOOK-4 Every delivery is signed over its raw body with the webhook secret

    @HOOK-4.6 @needs-browser
    Scenario: The secret can be rotated on the page, which shows the new one
      Given Ana is a verified user
      When the operator rotates the webhook secret
      And the merchant opens a EUR account for Ana
      Then these events are delivered:
        | account.activated |
