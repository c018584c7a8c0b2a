Feature: Request for a card payin
  A request for a card payin names the amount and the addresses to return to.
  An amount or address that is not valid is refused before the payment page
  exists.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: PIN-3 A merchant requests a card payin, and the payer pays on its payment page

    @PIN-3.16
    Scenario Outline: A return address that is <what> is refused
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
        """
        {urlSuccess: <address>, urlFailed: <address>}
        """
      Then the answer is 422
      And nothing has changed

      Examples: Not an absolute http(s) address
        | what               | address                       |
        | a file server      | "ftp://shop.example/paid"     |
        | a script           | "javascript:alert(1)"         |
        | a disguised script | "javascript://shop.example/x" |
        | data               | "data:text/html,paid"         |
        | a path             | "/paid"                       |
        | a name             | "shop.example"                |
        | a missing scheme   | "//shop.example/paid"         |
        | a missing host     | "https:///paid"               |
        | nothing            | ""                            |
        | a number           | 7                             |

    @PIN-3.17
    Scenario Outline: A card payin with <what> is refused by the name of the member
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
        """
        <body>
        """
      Then it is refused with 422 validation_failed
        | field   | code   |
        | <field> | <code> |
      And nothing has changed

      @decided
      Examples: Values that are not amounts
        | what               | body                                   | field   | code         |
        | nothing            | {amount: 0}                            | /amount | out_of_range |
        | less than nothing  | {amount: -1}                           | /amount | out_of_range |
        | half a cent        | {amount: 2.5}                          | /amount | wrong_type   |
        | a text             | {amount: "250"}                        | /amount | wrong_type   |
        | too much           | {amount: 9007199254740992}             | /amount | out_of_range |
        | money as elsewhere | {amount: {currency: EUR, amount: 250}} | /amount | wrong_type   |

      Examples: Currencies of no card payin
        | what                | body             | field     | code          |
        | a stablecoin        | {currency: USDC} | /currency | not_allowed   |
        | an unknown currency | {currency: GBP}  | /currency | unknown_value |

      Examples: A member that is required is missing
        | what                    | body               | field       | code     |
        | no amount               | {amount: null}     | /amount     | required |
        | no currency             | {currency: null}   | /currency   | required |
        | no reference            | {reference: null}  | /reference  | required |
        | no address to return to | {urlSuccess: null} | /urlSuccess | required |
        | no address if declined  | {urlFailed: null}  | /urlFailed  | required |

      @decided
      Examples: An empty text
        | what               | body             | field      | code      |
        | an empty reference | {reference: " "} | /reference | too_short |

      Examples: Addresses that are not absolute http(s)
        | what               | body                               | field       | code           |
        | a relative address | {urlSuccess: paid}                 | /urlSuccess | invalid_format |
        | a script           | {urlFailed: "javascript:alert(1)"} | /urlFailed  | invalid_format |

      @decided
      Examples: Other faults
        | what                 | body                                           | field      | code           |
        | credentials          | {urlFailed: "https://ana:secret@shop.example"} | /urlFailed | invalid_format |
        | an address with gaps | {urlFailed: "https://shop.example/not paid"}   | /urlFailed | invalid_format |
        | a payer that is none | {payer: Ana}                                   | /payer     | wrong_type     |

    @PIN-3.18
    Scenario: One refusal names all missing members
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/card-payins
        """
        {}
        """
      Then it is refused with 422 validation_failed
        | field       | code     |
        | /amount     | required |
        | /currency   | required |
        | /reference  | required |
        | /urlSuccess | required |
        | /urlFailed  | required |
      And nothing has changed

    @PIN-3.19 @decided
    Scenario: One refusal names all wrong members of a payer
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
        """
        payer: {name: "", surname: 7, email: nobody, phone: "612345678", birthdate: "1850-01-01",
          documentType: LIBRARY_CARD, documentNumber: X1, address: Rua Augusta 20, city: Lisboa, country: XX}
        """
      Then it is refused with 422 validation_failed
        | field               | code           |
        | /payer/name         | too_short      |
        | /payer/surname      | wrong_type     |
        | /payer/email        | invalid_format |
        | /payer/phone        | invalid_format |
        | /payer/birthdate    | out_of_range   |
        | /payer/documentType | unknown_value  |
        | /payer/postalCode   | required       |
        | /payer/country      | unknown_value  |
      And nothing has changed

    @PIN-3.20
    Scenario Outline: A card payin to <whose> is refused
      Given Bruno has a USD account
      And another merchant
      When <who> sends POST /api/v1/account/users/{ana}/accounts/<account>/card-payins
        """
        {amount: 25000, currency: EUR, reference: R, urlSuccess: "https://shop.example", urlFailed: "https://shop.example"}
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Accounts that the merchant cannot see
        | whose                      | who                | account     |
        | an unknown account         | the merchant       | {unknown}   |
        | another user's account     | the merchant       | {bruno.usd} |
        | another merchant's account | the other merchant | {ana.eur}   |
