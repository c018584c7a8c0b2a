Feature: Refusals of a bank payout
  A payout that lacks a member, or whose amount or code is none, is refused and
  changes nothing.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-1 A bank payout debits the account once, sends two events and leaves one ledger entry

    @OUT-1.6 @source-R
    Scenario Outline: A payout without <missing> is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        <change>
        """
      Then it is refused with 422 validation_failed
        | field   | code     |
        | <field> | required |
      And nothing has changed

      Examples: Required members
        | missing           | change                           | field                    |
        | an amount         | origin: {amount: null}           | /origin/amount           |
        | a currency        | origin: {currency: null}         | /origin/currency         |
        | an IBAN           | recipient: {iban: null}          | /recipient/iban          |
        | an account holder | recipient: {accountHolder: null} | /recipient/accountHolder |
        | a bank            | recipient: {bankName: null}      | /recipient/bankName      |
        | a recipient       | recipient: null                  | /recipient               |
        | a reference       | reference: null                  | /reference               |

    @OUT-1.7
    Scenario Outline: A payout of <amount> is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        origin: {amount: <amount>}
        """
      Then it is refused with 422 validation_failed
        | field          | code   |
        | /origin/amount | <code> |
      And nothing has changed

      @decided
      Examples: Values that are not amounts
        | amount | code         |
        | "250"  | wrong_type   |
        | 2.5    | wrong_type   |
        | true   | wrong_type   |
        | [250]  | wrong_type   |
        | 0      | out_of_range |

      @source-S
      Examples: An amount that would bring money in
        | amount | code         |
        | -1     | out_of_range |

      @decided
      Examples: Amounts beyond every range
        | amount           | code         |
        | 9007199254740992 | out_of_range |
        | 1.0e+30          | out_of_range |

    @OUT-1.8
    Scenario Outline: A payout <wish> is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        <change>
        """
      Then it is refused with 422 <code>
      And nothing has changed

      @source-S
      Examples: A second factor that is not the right one
        | wish                       | change            | code             |
        | with a wrong second factor | code2fa: "000000" | invalid_2fa_code |

      @source-S
      Examples: An amount above the available balance
        | wish                              | change                  | code               |
        | of one cent more than the balance | origin: {amount: 50001} | insufficient_funds |

      @decided
      Examples: A currency that is not the account's
        | wish                                   | change                  | code              |
        | in another currency than the account's | origin: {currency: USD} | currency_mismatch |
