Feature: Idempotency keys used for another request
  A key that was used for a request of one kind cannot be used for another kind.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Carla has a EUR account

  @decided @needs-idempotency
  Rule: IDEM-1 A request that creates something has one effect and one answer for each idempotency key

    @IDEM-1.16
    Scenario Outline: The idempotency key of a virtual IBAN is refused for <what>
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans with the header "Idempotency-Key: u"
        """
        {"name": "Rent", "rail": "SEPA"}
        """
      Then the answer is 201
      # undocumented: the body has the members of every path below
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<path> with the header "Idempotency-Key: u"
        """
        {"origin": {"currency": "EUR", "amount": 12000}, "reference": "Rent", "code2fa": "123456", "currency": "<currency>",
         "amount": 12000, "urlSuccess": "https://shop.example/paid", "urlFailed": "https://shop.example/not-paid",
         "network": "ETHEREUM", "recipient": {"accountId": "{carla.eur}", "iban": "ES9121000418450200051332",
           "accountHolder": "Olga", "bankName": "Norte", "currency": "USDC", "network": "ETHEREUM",
           "address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}}
        """
      Then it is refused with 409 idempotency_conflict
      And Ana's EUR account holds EUR 500.00

      Examples: Every kind of payment, and another address
        | what             | path             | currency |
        | a transfer       | transfers        | EUR      |
        | a bank payout    | bank-payouts     | EUR      |
        | a crypto payout  | crypto-payouts   | EUR      |
        | a card payin     | card-payins      | EUR      |
        | a crypto address | crypto-addresses | USDC     |

    @IDEM-1.17
    Scenario Outline: The idempotency key of an account is refused for <what>
      Given Acme is a new user
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Idempotency-Key: used"
        """
        {"currency": "EUR", "label": "Savings"}
        """
      Then the answer is 201
      # undocumented: the body has the members of every path below
      When the merchant sends POST /api/v1/account/<path> with the header "Idempotency-Key: used"
        """
        {"name": "Dora", "surname": "Vega", "email": "dora@example.com", "birthdate": "1990-05-15", "phoneNumber": "+34612345678",
         "phoneNumberCountry": "ES", "birthCountry": "ES", "nationality": "ES", "country": "ES", "documentType": "PASSPORT",
         "documentNumber": "X1", "address": "Calle Mayor 1", "city": "Madrid", "province": "Madrid", "postalCode": "28001",
         "activity": "BAKER", "employmentStatus": "EMPLOYED", "professionalSector": "Food", "sourceOfFunds": "SALARY",
         "estimatedAnnualIncome": 1, "estimatedAnnualTransactionVolume": 1, "estimatedNetWorth": 1, "isPublicOffice": false,
         "hasPepCloseAssociate": false, "termsAndConditionsAccepted": true,
         "businessActivity": {"businessNature": "Retail", "industryType": "ECOMMERCE", "revenueModel": "Sales"},
         "company": {"legalName": "Globex S.L.", "taxId": "B12345674",
           "addresses": {"registered": {"line1": "Gran Vía 1", "city": "Madrid", "province": "Madrid", "postalCode": "28013",
             "country": "ES"}},
           "incorporation": {"constitutionType": "LLC", "country": "ES", "date": "2014-06-30"},
           "contact": {"email": "office@globex.example.com", "phone": "+34910000001"}}}
        """
      Then it is refused with 409 idempotency_conflict

      Examples: Persons, companies and their verification
        | what                           | path                              |
        | a person                       | individual-users                  |
        | a company                      | business-users                    |
        | a company, in another spelling | business-user                     |
        | a KYB session                  | business-user/{acme}/kyb-sessions |

    @IDEM-1.18
    Scenario: Twenty payouts at once with one key move the money once
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts 20 times at once with the header "Idempotency-Key: now"
        """
        {"origin": {"currency": "EUR", "amount": 2000}, "reference": "Rent", "code2fa": "123456",
         "recipient": {"iban": "ES9121000418450200051332", "accountHolder": "Olga", "bankName": "Norte"}}
        """
      Then the answer is 201
      And the last 20 answers are the same
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR -20.00 | EUR 480.00 |
