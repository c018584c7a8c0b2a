Feature: Transitions of every kind of order
  Payins, payouts and transfers share the same states. A transition that is
  not allowed is refused and moves no money.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: ORD-2 An order moves only from pending through processing to a final state, and never leaves it

    @ORD-2.11
    Scenario Outline: A <rail> payin in processing is <state> when the operator <move> it
      Given the rate of "USDC/EUR" is "0.8000000000"
      When a <rail> payin of <amount> to Ana's EUR account is held
      And the operator <move> the order
      Then the order is <state>
      And Ana's EUR account holds <holding>

      Examples: Both outcomes
        | rail   | amount      | move    | state     | holding    |
        | crypto | USDC 125.00 | settles | completed | EUR 600.00 |
        | crypto | USDC 125.00 | fails   | failed    | EUR 500.00 |
        | card   | EUR 100.00  | settles | completed | EUR 600.00 |
        | card   | EUR 100.00  | fails   | failed    | EUR 500.00 |

    @ORD-2.12
    Scenario Outline: A pending crypto payout is <state> when the operator <move> it
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account to a TRON address
      And the operator <move> the order
      Then the order is <state>
      And Ana's EUR account holds <holding>

      Examples: Every transition
        | move    | state      | holding                                |
        | submits | processing | EUR 500.00 with EUR 200.00 pending out |
        | fails   | failed     | EUR 500.00                             |

    @ORD-2.13
    Scenario Outline: A payout of <source> in processing is <state> when the operator <move> it
      Given payouts are held
      When the merchant pays EUR 200.00 out of <source>
      And the operator submits the order
      And the operator <move> the order
      Then the order is <state>
      And Ana's EUR account holds <holding>

      Examples: Both outcomes
        | source                                | move    | state     | holding    |
        | Ana's EUR account                     | settles | completed | EUR 300.00 |
        | Ana's EUR account                     | fails   | failed    | EUR 500.00 |
        | Ana's EUR account to a SOLANA address | settles | completed | EUR 300.00 |
        | Ana's EUR account to a SOLANA address | fails   | failed    | EUR 500.00 |

    @ORD-2.14
    Scenario Outline: A <rail> payin in processing cannot be submitted again
      When a <rail> payin of <amount> to Ana's EUR account is held
      And the operator submits the order
      Then it is refused with 409 invalid_transition
      And the order is processing

      Examples: Payins
        | rail   | amount      |
        | bank   | EUR 100.00  |
        | crypto | USDC 108.00 |
        | card   | EUR 100.00  |

    @ORD-2.15
    Scenario Outline: A <rail> payin that <fate> keeps its state when the operator <move> it
      Given the rate of "USDC/EUR" is "0.8000000000"
      When a <rail> payin of <amount> to Ana's EUR account <fate>
      And the operator <move> the order
      Then it is refused with 409 invalid_transition
      And Ana's EUR account holds <holding>

      Examples: Every transition from every end state
        | rail   | amount      | fate    | move    | holding    |
        | crypto | USDC 125.00 | settles | submits | EUR 600.00 |
        | crypto | USDC 125.00 | settles | settles | EUR 600.00 |
        | crypto | USDC 125.00 | settles | fails   | EUR 600.00 |
        | crypto | USDC 125.00 | fails   | submits | EUR 500.00 |
        | crypto | USDC 125.00 | fails   | settles | EUR 500.00 |
        | crypto | USDC 125.00 | fails   | fails   | EUR 500.00 |
        | card   | EUR 100.00  | settles | submits | EUR 600.00 |
        | card   | EUR 100.00  | settles | settles | EUR 600.00 |
        | card   | EUR 100.00  | settles | fails   | EUR 600.00 |
        | card   | EUR 100.00  | fails   | submits | EUR 500.00 |
        | card   | EUR 100.00  | fails   | settles | EUR 500.00 |
        | card   | EUR 100.00  | fails   | fails   | EUR 500.00 |

    @ORD-2.16
    Scenario Outline: A completed payout of <source> keeps its state when the operator <move> it
      When the merchant pays EUR 200.00 out of <source>
      And the operator <move> the order
      Then it is refused with 409 invalid_transition
      And Ana's EUR account holds EUR 300.00

      Examples: Every transition
        | source                              | move    |
        | Ana's EUR account                   | submits |
        | Ana's EUR account                   | settles |
        | Ana's EUR account                   | fails   |
        | Ana's EUR account to a TRON address | submits |
        | Ana's EUR account to a TRON address | settles |
        | Ana's EUR account to a TRON address | fails   |

    @ORD-2.17
    Scenario Outline: A failed payout of <source> keeps its state when the operator <move> it
      Given payouts are held
      When the merchant pays EUR 200.00 out of <source>
      And the operator fails the order
      And the operator <move> the order
      Then it is refused with 409 invalid_transition
      And the order is failed
      And Ana's EUR account holds EUR 500.00

      Examples: Every transition
        | source                              | move    |
        | Ana's EUR account                   | submits |
        | Ana's EUR account                   | settles |
        | Ana's EUR account                   | fails   |
        | Ana's EUR account to a TRON address | submits |
        | Ana's EUR account to a TRON address | settles |
        | Ana's EUR account to a TRON address | fails   |

    @ORD-2.18
    Scenario Outline: A payout of <source> in processing cannot be cancelled
      Given payouts are held
      When the merchant pays EUR 200.00 out of <source>
      And the operator submits the order
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is processing

      Examples: To a bank and to a network
        | source                                |
        | Ana's EUR account                     |
        | Ana's EUR account to a SOLANA address |
