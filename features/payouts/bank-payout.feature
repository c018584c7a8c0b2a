Feature: Bank payout
  A merchant sends money from a user's account to a bank account outside Ralio.
  The account is debited, two events are sent, and the ledger has one entry.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-1 A bank payout debits the account once, sends two events and leaves one ledger entry

    @OUT-1.1
    Scenario: A payout of part of the balance is completed
      When the merchant pays EUR 250.00 out of Ana's EUR account
      Then the answer is 201
      And the order is completed
      And Ana's EUR account holds EUR 250.00
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @OUT-1.2
    Scenario: A payout of the whole balance is completed
      When the merchant pays EUR 500.00 out of Ana's EUR account
      Then the answer is 201
      And Ana's EUR account holds EUR 0.00
      And the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -500.00 | EUR 0.00   |

    @OUT-1.3
    Scenario: The order shows the amount, the account and the reference
      When the merchant pays EUR 0.01 out of Ana's EUR account
        """
        reference: "Invoice #1042"
        """
      Then the answer is 201
      And the answer is valid as "order"
      And the answer contains:
        """
        id: "{uuid}"
        type: BANK_PAY_OUT
        origin: {currency: EUR, amount: 1}
        destination: {currency: EUR, amount: 1}
        reference: "Invoice #1042"
        """

    @OUT-1.4
    Scenario: Both events name the order and the account
      When the merchant pays EUR 120.00 out of Ana's EUR account
      Then these events are delivered:
        | event             | data.orderId | data.source.debitedAccountId |
        | payout.processing | {order}      | {ana.eur}                    |
        | payout.completed  | {order}      | {ana.eur}                    |

    @OUT-1.5 @decided
    Scenario: Without a hold, the answer shows the payout completed
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        reference: Rent for March
        """
      Then the answer contains:
        """
        state: COMPLETED
        isOTPRequired: false
        fx: null
        """
      And the answer matches its snapshot

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
        | missing            | change                          | field                    |
        | an amount          | origin: {amount: null}          | /origin/amount           |
        | a currency         | origin: {currency: null}        | /origin/currency         |
        | an IBAN            | recipient: {iban: null}         | /recipient/iban          |
        | an account holder  | recipient: {accountHolder: null} | /recipient/accountHolder |
        | a bank             | recipient: {bankName: null}     | /recipient/bankName      |
        | a recipient        | recipient: null                 | /recipient               |
        | a reference        | reference: null                 | /reference               |

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
        | amount           | code         |
        | "250"            | wrong_type   |
        | 2.5              | wrong_type   |
        | true             | wrong_type   |
        | [250]            | wrong_type   |
        | 0                | out_of_range |

      @source-S
      Examples: An amount that would bring money in
        | amount           | code         |
        | -1               | out_of_range |

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
        | wish                                  | change                  | code              |
        | with a wrong second factor            | code2fa: "000000"       | invalid_2fa_code  |

      @decided
      Examples: A currency that is not the account's
        | wish                                  | change                  | code              |
        | in another currency than the account's | origin: {currency: USD} | currency_mismatch |

    @OUT-1.9
    Scenario: The body of a payout in the welcome guide is accepted as it stands
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts
        """
        origin: {currency: EUR, amount: 250}
        recipient: {iban: ES9121000418450200051332, accountHolder: Jane Doe, bankName: Banco Santander}
        reference: "Invoice #1042"
        code2fa: "{code2fa}"
        """
      Then the answer is 201
      And the order is completed
      And these events are delivered:
        | payout.processing |
        | payout.completed  |
