Feature: Idempotency keys of companies
  A company and its verification are made once for each idempotency key, under
  either spelling of the address.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @decided @needs-idempotency
  Rule: IDEM-1 A request that creates something has one effect and one answer for each idempotency key

    @IDEM-1.12
    Scenario Outline: A repeated request registers a company once at <path>
      When the merchant sends POST /api/v1/account/<path> with the header "Idempotency-Key: once"
        """
        {"businessActivity": {"businessNature": "Retail", "industryType": "ECOMMERCE", "revenueModel": "Sales"},
         "company": {"legalName": "Acme S.L.", "taxId": "B12345674",
           "addresses": {"registered": {"line1": "Gran Vía 1", "city": "Madrid", "province": "Madrid", "postalCode": "28013",
             "country": "ES"}},
           "incorporation": {"constitutionType": "LLC", "country": "ES", "date": "2014-06-30"},
           "contact": {"email": "office@acme.example.com", "phone": "+34910000001"}}}
        """
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      When the merchant sends GET /api/v1/account/<path>
      Then the answer contains:
        """
        pagination: {total: 1}
        """

      Examples: Both spellings
        | path           |
        | business-users |
        | business-user  |

    @IDEM-1.13
    Scenario: A repeated request opens one verification of a company
      When the merchant registers Acme
      And the merchant sends POST /api/v1/account/business-user/{acme}/kyb-sessions with the header "Idempotency-Key: once"
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same

    @IDEM-1.14
    Scenario: The idempotency key of a cancellation can be used for a payment
      Given payouts are held
      And Bruno has a EUR account
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the merchant sends POST /api/v1/account/bank-payouts/{order}/cancel with the header "Idempotency-Key: mine"
      Then the answer is 200
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers with the header "Idempotency-Key: mine"
        """
        {"origin": {"currency": "EUR", "amount": 2000}, "recipient": {"accountId": "{bruno.eur}"}, "reference": "Rent", "code2fa": "123456"}
        """
      Then the answer is 201
      And Ana's EUR account holds EUR 480.00

    @IDEM-1.15
    Scenario Outline: A key of <length> characters is <judged>
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Idempotency-Key: <key>"
        """
        {"currency": "EUR", "label": "Savings"}
        """
      Then the answer is <status>
      And Ana has <accounts> accounts

      Examples: The longest key, and one that is longer by a character
        | length | judged  | status | accounts | key                                                                                                                                                                                                                                                              |
        | 255    | taken   | 201    | 2        | 012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234  |
        | 256    | refused | 422    | 1        | 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345 |
