Feature: IBANs and wallet addresses
  An IBAN has check digits, and so do most addresses on blockchains. A payout
  to a recipient that cannot exist is refused before any amount is reserved.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-S
  Rule: OUT-3 The recipient's IBAN or address must be valid for its country or network

    @OUT-3.1
    Scenario Outline: A payout to a bank account in <country> is accepted
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
        | norway      | NO9386011117947                 |
        | belgium     | BE68539007547034                |
        | netherlands | NL91ABNA0417164300              |
        | germany     | DE89370400440532013000          |
        | britain     | GB29NWBK60161331926819          |
        | spain       | ES9121000418450200051332        |
        | portugal    | PT50000201231234567890154       |
        | france      | FR1420041010050500013M02606     |
        | malta       | MT84MALT011000012345MTLCAST001S |
        | italy       | IT60X0542811101000000123456     |
        | poland      | PL61109010140000071219812874    |
        | switzerland | CH9300762011623852957           |
        | gibraltar   | GI75NWBK000000007099453         |

    @OUT-3.2
    Scenario Outline: An IBAN with <fault> is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        recipient: {iban: "<iban>"}
        """
      Then it is refused with 422 validation_failed
        | field           | code         |
        | /recipient/iban | invalid_iban |
      And nothing has changed

      Examples: One fault each
        | fault                     | iban                                |
        | wrong check digits        | ES9021000418450200051332            |
        | a wrong digit             | ES9121000418450200051333            |
        | two digits swapped        | ES9112000418450200051332            |
        | a digit too few           | ES982100041845020005133             |
        | a digit too many          | ES48210004184502000513321           |
        | the length of no country  | MT21MALT011000012345MTLCAST001S0000 |
        | a country that is none    | ZZ7521000418450200051332            |
        | a country without IBANs   | US4421000418450200051332            |
        | digits for the country    | 129121000418450200051332            |
        | dashes between its groups | ES91-2100-0418-4502-0005-1332       |
        | the country alone         | ES                                  |

    @OUT-3.3
    Scenario Outline: A payout to the IBAN <value> is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        recipient: {iban: <value>}
        """
      Then it is refused with 422 validation_failed
        | field           | code   |
        | /recipient/iban | <code> |
      And nothing has changed

      Examples: Empty or not a text
        | value | code       |
        | ""    | too_short  |
        | 9121  | wrong_type |
        | true  | wrong_type |
        | []    | wrong_type |

    @OUT-3.4
    Scenario Outline: A payout to an address with <form> is accepted
      When the merchant pays EUR 250.00 out of Ana's EUR account to a <network> address
        """
        recipient: {address: "<address>"}
        """
      Then the answer is 201
      And these events are delivered:
        | event             | data.destination.address |
        | payout.processing | <address>                |
        | payout.completed  | <address>                |

      Examples: Valid addresses of each form
        | form                  | network  | address                                      |
        | 44 characters         | SOLANA   | EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v |
        | 32 characters         | SOLANA   | 11111111111111111111111111111111             |
        | letters in both cases | ETHEREUM | 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359   |
        | lower-case letters    | ETHEREUM | 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed   |
        | upper-case letters    | ETHEREUM | 0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED   |
        | a checksum            | TRON     | TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj           |

    @OUT-3.5
    Scenario Outline: An address on <network> with <fault> is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account to a <network> address
        """
        recipient: {address: <address>}
        """
      Then it is refused with 422 validation_failed
        | field              | code   |
        | /recipient/address | <code> |
      And nothing has changed

      Examples: One fault each
        | network  | fault                         | address                                         | code            |
        | SOLANA   | 31 bytes                      | "5Sgk43MWVGV9qcaKGZEPehe91LQ5yRtqRKF7rsrW1g"    | invalid_address |
        | SOLANA   | 33 bytes                      | "2VZ7X3GeQ5gkRFWjccosfMxBkQxuSJ47AmNkogGKtp9Xr" | invalid_address |
        | SOLANA   | a character of no base58      | "0PjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"  | invalid_address |
        | SOLANA   | the form of Ethereum          | "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"    | invalid_address |
        | ETHEREUM | 39 digits                     | "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe"     | invalid_address |
        | ETHEREUM | 41 digits                     | "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0"   | invalid_address |
        | ETHEREUM | a letter that is no digit     | "0x5gAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"    | invalid_address |
        | ETHEREUM | no 0x before it               | "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"      | invalid_address |
        | ETHEREUM | one letter's case wrong       | "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"    | invalid_address |
        | ETHEREUM | one digit wrong               | "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAec"    | invalid_address |
        | TRON     | a byte too few                | "6vi8VnGRpPtZNSKPQ1ZgkiCSbvndcvgHH"             | invalid_address |
        | TRON     | a byte too many               | "2zSzcDCvTSffv6QmU5kPmFrd51iV1MyxKMwD"          | invalid_address |
        | TRON     | a character of no base58      | "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6l"            | invalid_address |
        | TRON     | one character wrong           | "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u"            | invalid_address |
        | TRON     | two characters swapped        | "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjL6jt"            | invalid_address |
        | TRON     | the prefix of another network | "TZQ9596PFNVSh3tEsypax47Hdff4DKLkmj"            | invalid_address |
        | TRON     | the form of Bitcoin           | "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"            | invalid_address |
        | TRON     | no character                  | ""                                              | too_short       |
        | TRON     | a number for a text           | 41                                              | wrong_type      |
