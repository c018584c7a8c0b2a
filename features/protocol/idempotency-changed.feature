Feature: Idempotency keys with a changed request
  A key belongs to one request: the same request with one other value is another request.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Carla has a EUR account

  @decided @needs-idempotency
  Rule: IDEM-1 A request that creates something has one effect and one answer for each idempotency key

    @IDEM-1.34
    Scenario Outline: The key of a transfer is refused for a transfer with another <what>
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers with the header "Idempotency-Key: kept"
        """
        {"origin": {"currency": "EUR", "amount": 12000}, "recipient": {"accountId": "{carla.eur}"}, "reference": "Rent", "code2fa": "123456"}
        """
      Then the answer is 201
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers with the header "Idempotency-Key: kept"
        """
        {"origin": {"currency": "EUR", "amount": <amount>}, "recipient": {"accountId": "{carla.eur}"}, "reference": "<reference>", "code2fa": "123456"}
        """
      Then it is refused with 409 idempotency_conflict
      And Ana's EUR account holds EUR 380.00

      Examples: One value changed
        | what      | amount | reference |
        | amount    | 12001  | Rent      |
        | reference | 12000  | Rent 2    |
