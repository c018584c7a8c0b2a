Feature: Keys that are revoked one after the other
  A revoked key stays revoked, whatever happens to other keys of the merchant afterwards.

  Background:
    Given a merchant who listens for events

  @source-S
  Rule: AUTH-6 A revoked key and its tokens stop working at once

    @AUTH-6.15
    Scenario: Of two revoked keys neither logs in, although a third one does
      When the operator makes another API key
      And the operator revokes the older API key
      And the operator revokes the API key
      And the merchant logs in
      Then it is refused with 401 invalid_credentials
      When the merchant sends GET /api/v1/account/orders
      Then the answer is 401
