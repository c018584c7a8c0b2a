Feature: Bank account numbers
  An IBAN carries its own proof. A payout to a number that cannot exist is stopped
  before any money is set aside.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @decided
  Rule: OUT-3 The recipient's IBAN must have a known country, its length and right check digits

    @OUT-3.1
    Scenario Outline: Paying out to a bank account in <country>
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        recipient: {iban: "<iban>"}
        """
      Then the answer is 201
      And the order is completed
      And these events are delivered:
        | event             | data.destination.accountNumber |
        | payout.processing | <iban>                         |
        | payout.completed  | <iban>                         |

      Examples: Valid numbers of different lengths
        | country     | iban                            |
        | Norway      | NO9386011117947                 |
        | Belgium     | BE68539007547034                |
        | Netherlands | NL91ABNA0417164300              |
        | Germany     | DE89370400440532013000          |
        | Britain     | GB29NWBK60161331926819          |
        | Spain       | ES9121000418450200051332        |
        | Portugal    | PT50000201231234567890154       |
        | France      | FR1420041010050500013M02606     |
        | Malta       | MT84MALT011000012345MTLCAST001S |

    @OUT-3.2 @needs-drain
    Scenario Outline: A number with <fault> is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        recipient: {iban: "<iban>"}
        """
      Then it is refused with 422 validation_failed
        | field           | code         |
        | /recipient/iban | invalid_iban |
      And nothing has changed

      Examples: One fault each
        | fault                      | iban                                |
        | wrong check digits         | ES9021000418450200051332            |
        | a wrong digit              | ES9121000418450200051333            |
        | two digits swapped         | ES9112000418450200051332            |
        | a digit too few            | ES982100041845020005133             |
        | a digit too many           | ES48210004184502000513321           |
        | the length of no country   | MT21MALT011000012345MTLCAST001S0000 |
        | a country that is none     | ZZ7521000418450200051332            |
        | a country without IBANs    | US4421000418450200051332            |
        | digits for the country     | 129121000418450200051332            |
        | dashes between its groups  | ES91-2100-0418-4502-0005-1332       |
        | the country alone          | ES                                  |

    @OUT-3.3 @needs-drain
    Scenario Outline: <value> is no bank account number
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        recipient: {iban: <value>}
        """
      Then it is refused with 422 validation_failed
        | field           | code   |
        | /recipient/iban | <code> |
      And nothing has changed

      Examples: Not even a text
        | value | code       |
        | ""    | too_short  |
        | 9121  | wrong_type |
        | true  | wrong_type |
        | []    | wrong_type |
