Feature: Isolation of lists and keys
  Neither a filter nor a search nor an idempotency key leads to what belongs to
  another merchant.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And another merchant

  @source-S
  Rule: AUTH-7 The data of one merchant is unknown to every other merchant

    @AUTH-7.12 @source-R
    Scenario Outline: A filter by <what> finds no order of another merchant
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the other merchant sends GET /api/v1/account/orders?<filter>
      Then the answer is 200
      And the answer contains:
        """
        orders: []
        pagination: {total: 0}
        """

      Examples: Exactly and in part
        | what     | filter               |
        | its id   | id_eq={order}        |
        | a part   | id_like={order}      |
        | its type | type_eq=BANK_PAY_OUT |

    @AUTH-7.13 @decided
    Scenario: A search for an id finds no own account of another merchant
      Then the merchant's fees EUR account holds EUR 0.00
      When the other merchant sends GET /api/v1/merchant/user/accounts?search={merchant.fees.eur}
      Then the answer is 200
      And the answer contains:
        """
        []
        """

    @AUTH-7.14 @decided @needs-idempotency
    Scenario: Two merchants with one idempotency key register two persons
      When the merchant sends POST /api/v1/account/individual-users with the header "Idempotency-Key: shared"
        """
        {"name": "Dora", "surname": "Vega", "email": "dora@example.com", "birthdate": "1990-05-15", "phoneNumber": "+34612345678",
         "phoneNumberCountry": "ES", "birthCountry": "ES", "nationality": "ES", "country": "ES", "documentType": "PASSPORT",
         "documentNumber": "X1", "address": "Calle Mayor 1", "city": "Madrid", "province": "Madrid", "postalCode": "28001",
         "activity": "BAKER", "employmentStatus": "EMPLOYED", "professionalSector": "Food", "sourceOfFunds": "SALARY",
         "estimatedAnnualIncome": 1, "estimatedAnnualTransactionVolume": 1, "estimatedNetWorth": 1, "isPublicOffice": false,
         "hasPepCloseAssociate": false, "termsAndConditionsAccepted": true}
        """
      And the other merchant sends POST /api/v1/account/individual-users with the header "Idempotency-Key: shared"
        """
        {"name": "Dora", "surname": "Vega", "email": "dora@example.com", "birthdate": "1990-05-15", "phoneNumber": "+34612345678",
         "phoneNumberCountry": "ES", "birthCountry": "ES", "nationality": "ES", "country": "ES", "documentType": "PASSPORT",
         "documentNumber": "X1", "address": "Calle Mayor 1", "city": "Madrid", "province": "Madrid", "postalCode": "28001",
         "activity": "BAKER", "employmentStatus": "EMPLOYED", "professionalSector": "Food", "sourceOfFunds": "SALARY",
         "estimatedAnnualIncome": 1, "estimatedAnnualTransactionVolume": 1, "estimatedNetWorth": 1, "isPublicOffice": false,
         "hasPepCloseAssociate": false, "termsAndConditionsAccepted": true}
        """
      Then the answer is 201
      When the other merchant sends GET /api/v1/account/individual-users/{answer.id}
      Then the answer is 200

    @AUTH-7.15 @source-R
    Scenario: A quote for a transfer to another merchant's account is refused
      Given Carla of the other merchant has a EUR account
      When the other merchant sends POST /api/v1/account/users/{other.carla}/accounts/{other.carla.eur}/transfers/simulate
        """
        origin: {currency: EUR, amount: 1000}
        recipient: {accountId: "{ana.eur}"}
        """
      Then it is refused with 422 invalid_recipient
