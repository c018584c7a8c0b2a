Feature: Idempotency keys of payments and bank details
  A request without an answer may be sent again: with an idempotency key it has one effect.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @decided @needs-idempotency
  Rule: IDEM-1 A request that creates something has one effect and one answer for each idempotency key

    # One body serves all operations; each ignores unknown fields.
    @IDEM-1.9
    Scenario Outline: A repeated request creates <what> once
      # undocumented: the body has the members of every path below
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<path> with the header "Idempotency-Key: once"
        """
        {"origin": {"currency": "EUR", "amount": 12000}, "reference": "Rent", "code2fa": "123456", "currency": "USDC",
         "network": "ETHEREUM", "name": "Rent", "rail": "SEPA", "recipient": {"currency": "USDC", "network": "ETHEREUM",
         "address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}}
        """
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      And Ana's EUR account holds <balance>

      Examples: Resources of an account
        | what             | path             | balance    |
        | a crypto payout  | crypto-payouts   | EUR 380.00 |
        | a crypto address | crypto-addresses | EUR 500.00 |
        | a vIBAN          | virtual-ibans    | EUR 500.00 |

    @IDEM-1.10
    Scenario: The idempotency key of a crypto address cannot be used for a virtual IBAN
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/crypto-addresses with the header "Idempotency-Key: once"
        """
        {"currency": "USDC", "network": "TRON"}
        """
      And the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans with the header "Idempotency-Key: once"
        """
        {"name": "Rent", "rail": "SEPA"}
        """
      Then it is refused with 409 idempotency_conflict

    @IDEM-1.11
    Scenario: A repeated request for a card payin has one order and one payment page
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/card-payins with the header "Idempotency-Key: once"
        """
        {"amount": 12000, "currency": "EUR", "reference": "Rent",
         "urlSuccess": "https://shop.example/paid", "urlFailed": "https://shop.example/not-paid"}
        """
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And Ana's EUR account holds EUR 500.00 with EUR 120.00 pending in
