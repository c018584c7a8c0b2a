Feature: Ledgers of every kind of payment
  A ledger shows payins of each kind, payouts and transfers, for persons and
  companies and in each currency.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: LED-1 Each completed order has its entry in every account it touched, and no other order has one

    @LED-1.7
    Scenario: Payins and payouts of every kind have their entries
      Given the rate of "USDC/EUR" is "0.8000000000"
      When a crypto payin of USDC 125.00 to Ana's EUR account settles
      And a card payin of EUR 80.00 to Ana's EUR account settles
      And the merchant pays EUR 150.00 out of Ana's EUR account to a SOLANA address
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR 100.00  | EUR 600.00 |
        | EUR 80.00   | EUR 680.00 |
        | EUR -150.00 | EUR 530.00 |

    @LED-1.8
    Scenario: A crypto payout that fails has no ledger entry
      Given payouts are held
      When the merchant pays EUR 150.00 out of Ana's EUR account to a SOLANA address
      And the operator fails the order
      Then the order is failed
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |

    @LED-1.9
    Scenario: The entry of a converted payin is in the currency of the account
      Given the rate of "USD/EUR" is "0.9000000000"
      When a bank payin of USD 100.00 to Ana's EUR account settles
      Then the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR 90.00  | EUR 590.00 |

    @LED-1.10
    Scenario: A transfer from a company's dollars to a person's euros has an entry in both ledgers
      Given Acme has a USD account holding USD 200.00
      And the rate of "USD/EUR" is "0.9000000000"
      When the merchant transfers USD 100.00 from Acme's USD account to Ana's EUR account
      Then the ledger of Acme's USD account reads:
        | amount      | balance    |
        | USD 200.00  | USD 200.00 |
        | USD -100.00 | USD 100.00 |
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR 90.00  | EUR 590.00 |

    @LED-1.11
    Scenario: The second account of a user has a ledger of its own
      When the merchant opens a EUR account for Ana
      And a bank payin of EUR 20.00 to Ana's EUR account settles
      Then the ledger of Ana's EUR account reads:
        | amount    | balance   |
        | EUR 20.00 | EUR 20.00 |

  @source-W
  Rule: LED-2 An entry never changes and cannot be changed or deleted

    @LED-2.4
    Scenario: Earlier entries in dollars stay unchanged when later ones are added
      Given Bruno has a USD account holding USD 50.00
      When a bank payin of USD 20.00 to Bruno's USD account settles
      Then the ledger of Bruno's USD account reads:
        | amount    | balance   |
        | USD 50.00 | USD 50.00 |
        | USD 20.00 | USD 70.00 |
      When the merchant pays USD 60.00 out of Bruno's USD account
      Then the ledger of Bruno's USD account reads:
        | amount     | balance   |
        | USD 50.00  | USD 50.00 |
        | USD 20.00  | USD 70.00 |
        | USD -60.00 | USD 10.00 |

  @source-S
  Rule: LED-4 The entries of an account sum to its balance, and money neither appears nor disappears

    @LED-4.4
    Scenario: The entries of a dollar account sum to its balance after payments of every kind
      Given Bruno has a USD account holding USD 50.00
      And the rate of "USDC/USD" is "1.0000000000"
      And the rate of "USD/EUR" is "0.9000000000"
      When a crypto payin of USDC 20.00 to Bruno's USD account settles
      And the merchant transfers USD 10.00 from Bruno's USD account to Ana's EUR account
      And the merchant pays USD 30.00 out of Bruno's USD account to a TRON address
      And the merchant transfers EUR 40.00 from Ana's EUR account to its operational EUR account
      Then Bruno's USD account holds USD 30.00
      And the ledger of Bruno's USD account reads:
        | amount     | balance   |
        | USD 50.00  | USD 50.00 |
        | USD 20.00  | USD 70.00 |
        | USD -10.00 | USD 60.00 |
        | USD -30.00 | USD 30.00 |
      And the merchant's operational EUR account holds EUR 40.00
