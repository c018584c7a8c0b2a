Feature: Two API keys of a merchant
  A merchant changes to a new key while the old one still works, and then revokes it. The
  new key works as before.

  Background:
    Given a merchant who listens for events

  @source-S
  Rule: AUTH-6 A revoked key and its tokens stop working at once

    @AUTH-6.12
    Scenario: After the older key is revoked, the newer one still logs in
      When the operator makes another API key
      And the operator revokes the older API key
      And the merchant logs in
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-6.13
    Scenario: After the older key is revoked, tokens of the newer one still make payments
      Given Ana has a EUR account holding EUR 500.00
      And Bruno has a EUR account
      When the operator makes another API key
      And the merchant logs in
      And the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
      And the operator revokes the older API key
      And the merchant transfers EUR 50.00 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And Bruno's EUR account holds EUR 150.00
      When the merchant logs in
      And the merchant transfers EUR 25.00 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And Bruno's EUR account holds EUR 175.00

    @AUTH-6.14
    Scenario: After two older keys are revoked, the newest one still logs in
      When the operator makes another API key
      And the operator revokes the older API key
      And the operator makes another API key
      And the operator revokes the older API key
      And the merchant logs in
      Then the answer is 200
      When the merchant sends GET /api/v1/account/orders
      Then the answer is 200

    @AUTH-6.15
    Scenario: After the older and then the newer key is revoked, the newer one and its tokens are refused
      When the operator makes another API key
      And the operator revokes the older API key
      And the operator revokes the API key
      And the merchant logs in
      Then it is refused with 401 invalid_credentials
      When the merchant sends GET /api/v1/account/orders
      Then the answer is 401
