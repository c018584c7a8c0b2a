Feature: Amounts and payers of payouts
  A payout may take one cent, many millions or the whole balance, from any
  account of a person or a company.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-1 A bank payout debits the account once, sends two events and leaves one ledger entry

    @OUT-1.16
    Scenario: A payout out of the second account of a user leaves the first one unchanged
      When the merchant opens a EUR account for Ana
      And a bank payin of EUR 70.00 to Ana's EUR account settles
      And the merchant pays EUR 20.00 out of Ana's EUR account
      Then the answer is 201
      And the ledger of Ana's EUR account reads:
        | amount     | balance   |
        | EUR 70.00  | EUR 70.00 |
        | EUR -20.00 | EUR 50.00 |

    @OUT-1.17
    Scenario: The same payout made again is an order of its own
      Given Bruno has a EUR account holding EUR 100.00
      When the merchant pays EUR 30.00 out of Bruno's EUR account
        """
        reference: The same
        """
      And the merchant pays EUR 30.00 out of Bruno's EUR account
        """
        reference: The same
        """
      Then the answer is 201
      And the ledger of Bruno's EUR account reads:
        | amount     | balance    |
        | EUR 100.00 | EUR 100.00 |
        | EUR -30.00 | EUR 70.00  |
        | EUR -30.00 | EUR 40.00  |

    @OUT-1.18 @source-S
    Scenario: A payout of the largest possible amount is refused as more than the balance
      When the merchant pays EUR 90071992547409.91 out of Ana's EUR account
      Then it is refused with 422 insufficient_funds
      And nothing has changed

  @source-W
  Rule: OUT-2 A crypto payout debits the account once, arrives as a stablecoin and sends two events

    @OUT-2.10
    Scenario Outline: A crypto payout of <sent> out of <held> leaves <left>
      Given Bruno has a EUR account holding <held>
      And the rate of "EUR/USDC" is "1.0000000000"
      When the merchant pays <sent> out of Bruno's EUR account to a SOLANA address
        """
        recipient: {currency: USDC}
        """
      Then the answer is 201
      And the order is completed
      And Bruno's EUR account holds <left>

      Examples: One cent, the whole balance, and many millions
        | sent            | held            | left           |
        | EUR 0.01        | EUR 500.00      | EUR 499.99     |
        | EUR 500.00      | EUR 500.00      | EUR 0.00       |
        | EUR 42949672.97 | EUR 50000000.00 | EUR 7050327.03 |

    @OUT-2.11
    Scenario: The same crypto payout made again is an order of its own
      When the merchant pays EUR 30.00 out of Ana's EUR account to a TRON address
        """
        reference: Café nº 7 🍕
        """
      And the merchant pays EUR 30.00 out of Ana's EUR account to a TRON address
        """
        reference: Café nº 7 🍕
        """
      Then the answer is 201
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR -30.00 | EUR 470.00 |
        | EUR -30.00 | EUR 440.00 |

  @source-S
  Rule: OUT-3 The recipient's IBAN or address must be valid for its country or network

    @OUT-3.6
    Scenario Outline: An address of another network than <network> is refused
      When the merchant pays EUR 200.00 out of Ana's EUR account to a <network> address
        """
        recipient: {address: "<address>"}
        """
      Then it is refused with 422 validation_failed
      And nothing has changed

      Examples: Addresses that are valid elsewhere
        | network  | address                                    |
        | ETHEREUM | TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj         |
        | TRON     | 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359 |
        | SOLANA   | 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359 |

  @source-R
  Rule: OUT-4 A payout without a second factor is sent only after its one-time password is confirmed

    @OUT-4.13
    Scenario: A payout in dollars is sent after its code, which is confirmed only once
      Given Bruno has a USD account holding USD 500.00
      When the merchant pays USD 200.00 out of Bruno's USD account
        """
        code2fa: null
        """
      Then the order is pending
      When the merchant confirms the payout with the code "123456"
      Then the order is completed
      And Bruno's USD account holds USD 300.00

    @OUT-4.14
    Scenario: A crypto payout cannot be confirmed twice
      When the merchant pays EUR 100.00 out of Ana's EUR account to a TRON address
        """
        code2fa: null
        """
      And the merchant confirms the payout with the code "123456"
      And the merchant confirms the payout with the code "123456"
      Then it is refused with 409 otp_not_required
      And the order is completed
      And Ana's EUR account holds EUR 400.00
