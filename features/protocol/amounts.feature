Feature: Amounts in every operation
  Quotes, payouts of stablecoins and card payins read an amount as strictly as
  transfers do.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account

  @decided
  Rule: ERR-3 Unknown fields are ignored, and a value of another type is not converted

    @ERR-3.5
    Scenario Outline: An amount written <amount> is refused at <path>
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<path> with the header "Content-Type: application/json"
        """
        {"origin": {"currency": "EUR", "amount": <amount>}, "amount": <amount>, "currency": "EUR",
         "recipient": {"accountId": "{bruno.eur}", "country": "ES", "currency": <currency>, "routingData": "IBAN", "network": "ETHEREUM",
           "address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
         "urlSuccess": "https://shop.example/paid", "urlFailed": "https://shop.example/not-paid",
         "reference": "Dinner", "code2fa": "123456"}
        """
      Then it is refused with 422 validation_failed
        | field   | code   |
        | <field> | <code> |
      And nothing has changed

      Examples: Values of another form
        | path                  | amount | currency | field          | code         |
        | crypto-payouts        | "250"  | "USDC"   | /origin/amount | wrong_type   |
        | crypto-payouts        | 2.5    | "USDC"   | /origin/amount | wrong_type   |
        | crypto-payouts        | true   | "USDC"   | /origin/amount | wrong_type   |
        | crypto-payouts        | 0      | "USDC"   | /origin/amount | out_of_range |
        | transfers/simulate    | "250"  | "EUR"    | /origin/amount | wrong_type   |
        | transfers/simulate    | 2.5    | "EUR"    | /origin/amount | wrong_type   |
        | bank-payouts/simulate | "250"  | "EUR"    | /origin/amount | wrong_type   |
        | bank-payouts/simulate | true   | "EUR"    | /origin/amount | wrong_type   |
        | card-payins           | "250"  | "EUR"    | /amount        | wrong_type   |
        | card-payins           | 2.5    | "EUR"    | /amount        | wrong_type   |
        | card-payins           | 0      | "EUR"    | /amount        | out_of_range |

      @source-S
      Examples: Amounts that take, or that nobody has
        | path           | amount | currency | field          | code         |
        | crypto-payouts | -1     | "USDC"   | /origin/amount | out_of_range |
        | crypto-payouts | 1e30   | "USDC"   | /origin/amount | out_of_range |

      @source-R
      Examples: Amounts that nobody can be asked for
        | path                  | amount | currency | field          | code         |
        | transfers/simulate    | -1     | "EUR"    | /origin/amount | out_of_range |
        | bank-payouts/simulate | -1     | "EUR"    | /origin/amount | out_of_range |
        | card-payins           | -1     | "EUR"    | /amount        | out_of_range |

    @ERR-3.6
    Scenario Outline: A reference given as <reference> is refused in a <operation>
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<operation>s with the header "Content-Type: application/json"
        """
        {"origin": {"currency": "EUR", "amount": 100}, "reference": <reference>, "code2fa": "123456",
         "recipient": {"accountId": "{bruno.eur}", "iban": "ES9121000418450200051332", "accountHolder": "Carla Neumann",
           "bankName": "Santander"}}
        """
      Then it is refused with 422 validation_failed
        | field      | code       |
        | /reference | wrong_type |
      And nothing has changed

      Examples: No texts
        | operation   | reference |
        | transfer    | 12        |
        | transfer    | true      |
        | bank-payout | 12        |
        | bank-payout | ["Rent"]  |

    @ERR-3.7
    Scenario: Unknown fields of a payout are ignored
      When the merchant pays EUR 100.00 out of Ana's EUR account
        """
        colour: blue  # undocumented
        state: FAILED  # undocumented
        recipient: {planet: Mars}  # undocumented
        """
      Then the answer is 201
      And the order is completed
      And Ana's EUR account holds EUR 400.00

  @source-S
  Rule: ERR-2 A refusal changes nothing

    @ERR-2.4
    Scenario: A payout above the balance is refused and changes nothing
      When the merchant pays EUR 500.01 out of Ana's EUR account
      Then it is refused with 422 insufficient_funds
      And nothing has changed
