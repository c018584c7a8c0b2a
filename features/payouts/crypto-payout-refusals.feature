Feature: Refusals of a crypto payout
  A payout that lacks a member, or whose amount, network or code is none, is
  refused and changes nothing.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-2 A crypto payout debits the account once, arrives as a stablecoin and sends two events

    @OUT-2.6
    Scenario Outline: A crypto payout <wish> is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account to a SOLANA address
        """
        <change>
        """
      Then it is refused with 422 <code>
      And nothing has changed

      @source-S
      Examples: A second factor that is not the right one
        | wish                       | change            | code             |
        | with a wrong second factor | code2fa: "000000" | invalid_2fa_code |

      @decided
      Examples: A currency that is not the account's
        | wish                                   | change                  | code              |
        | in another currency than the account's | origin: {currency: USD} | currency_mismatch |

      @source-S
      Examples: An amount above the available balance
        | wish              | change                  | code               |
        | above the balance | origin: {amount: 50001} | insufficient_funds |

      @decided
      Examples: An amount that cannot be converted
        | wish                              | change                             | code              |
        | beyond every range once converted | origin: {amount: 9007199254740991} | validation_failed |

    @OUT-2.7
    Scenario Outline: A crypto payout with <fault> is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account to a SOLANA address
        """
        <change>
        """
      Then it is refused with 422 validation_failed
        | field   | code   |
        | <field> | <code> |
      And nothing has changed

      @source-R
      Examples: No amount
        | fault     | change                 | field          | code     |
        | no amount | origin: {amount: null} | /origin/amount | required |

      @decided
      Examples: Values that are not amounts
        | fault                | change                  | field          | code         |
        | an amount of nothing | origin: {amount: 0}     | /origin/amount | out_of_range |
        | an amount as text    | origin: {amount: "250"} | /origin/amount | wrong_type   |

      @source-R
      Examples: No recipient, or a part of it is missing
        | fault        | change                     | field              | code     |
        | no recipient | recipient: null            | /recipient         | required |
        | no address   | recipient: {address: null} | /recipient/address | required |
        | no network   | recipient: {network: null} | /recipient/network | required |

      @decided
      Examples: Networks that do not exist
        | fault                   | change                        | field              | code          |
        | an unknown network      | recipient: {network: BITCOIN} | /recipient/network | unknown_value |
        | a network in lower case | recipient: {network: solana}  | /recipient/network | unknown_value |

      @source-R
      Examples: No stablecoin
        | fault         | change                      | field               | code     |
        | no stablecoin | recipient: {currency: null} | /recipient/currency | required |

      @decided
      Examples: Currencies that are not stablecoins
        | fault                  | change                      | field               | code          |
        | euros for a stablecoin | recipient: {currency: EUR}  | /recipient/currency | not_allowed   |
        | an unknown stablecoin  | recipient: {currency: DOGE} | /recipient/currency | unknown_value |

      @source-R
      Examples: No reference
        | fault        | change          | field      | code     |
        | no reference | reference: null | /reference | required |

      @decided
      Examples: A code that is not a text
        | fault               | change          | field    | code       |
        | a number for a code | code2fa: 123456 | /code2fa | wrong_type |
