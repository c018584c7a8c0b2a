Feature: Idempotency keys that are used again and again
  A key is used up by its first success only. It can be repeated as often as the merchant
  likes, and another merchant's use of it does not matter.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Carla has a EUR account

  @decided @needs-idempotency
  Rule: IDEM-1 A request that creates something has one effect and one answer for each idempotency key

    @IDEM-1.29
    Scenario: A transfer refused for lack of money can be repeated with its key after a payin
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers with the header "Idempotency-Key: soon"
        """
        {"origin": {"currency": "EUR", "amount": 60000}, "recipient": {"accountId": "{carla.eur}"}, "reference": "Rent", "code2fa": "123456"}
        """
      Then it is refused with 422 insufficient_funds
      And nothing has changed
      When a bank payin of EUR 200.00 to Ana's EUR account settles
      And the merchant sends the same again
      Then the answer is 201
      When the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      And Ana's EUR account holds EUR 100.00
      And Carla's EUR account holds EUR 600.00
      And these events are delivered:
        | payin.processing    |
        | payin.completed     |
        | transfer.processing |
        | transfer.completed  |

    @IDEM-1.30
    Scenario: Two merchants may use the same key for the same request
      Given another merchant
      And Bruno of the other merchant is a new user
      When the merchant sends POST /api/v1/account/individual-users with the header "Idempotency-Key: ours"
        """
        {"name": "Dora", "surname": "Vega", "email": "dora@example.com", "birthdate": "1990-05-15", "phoneNumber": "+34612345678",
         "phoneNumberCountry": "ES", "birthCountry": "ES", "nationality": "ES", "country": "ES", "documentType": "PASSPORT",
         "documentNumber": "X1", "address": "Calle Mayor 1", "city": "Madrid", "province": "Madrid", "postalCode": "28001",
         "activity": "BAKER", "employmentStatus": "EMPLOYED", "professionalSector": "Food", "sourceOfFunds": "SALARY",
         "estimatedAnnualIncome": 1, "estimatedAnnualTransactionVolume": 1, "estimatedNetWorth": 1, "isPublicOffice": false,
         "hasPepCloseAssociate": false, "termsAndConditionsAccepted": true}
        """
      Then the answer contains:
        """
        id: "{uuid as mine}"
        """
      When the other merchant sends the same again
      Then the answer is 201
      When the other merchant sends GET /api/v1/account/individual-users
      Then the answer contains:
        """
        pagination: {total: 2}
        """
      When the merchant sends the same again
      Then the answer contains:
        """
        id: "{mine}"
        """
      When the merchant sends GET /api/v1/account/individual-users
      Then the answer contains:
        """
        pagination: {total: 3}
        """

    @IDEM-1.31
    Scenario: The first request is still answered as before after another one was refused for its key
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Idempotency-Key: once"
        """
        {"currency": "EUR", "label": "Savings"}
        """
      Then the answer contains:
        """
        id: "{uuid as opened}"
        """
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Idempotency-Key: once"
        """
        {"currency": "EUR", "label": "Spending"}
        """
      Then it is refused with 409 idempotency_conflict
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Idempotency-Key: once"
        """
        {"currency": "EUR", "label": "Savings"}
        """
      Then the answer contains:
        """
        {id: "{opened}", label: Savings}
        """
      And the answer has the header "Idempotent-Replayed" with "true"
      And Ana has 2 accounts

    @IDEM-1.32
    Scenario: A third and a fourth repetition are answered as the first one
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Idempotency-Key: once"
        """
        {"currency": "EUR", "label": "Savings"}
        """
      And the merchant sends the same again
      And the merchant sends the same again
      And the merchant sends the same again
      And the merchant sends the same again
      Then the answer is 201
      And the last 5 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      And Ana has 2 accounts
