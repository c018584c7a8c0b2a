Feature: The states of an order
  An order is pending, then processing, and ends completed, failed or
  cancelled. An order that has ended never changes.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: ORD-2 An order moves only from pending through processing to a final state, and never leaves it

    @ORD-2.1
    Scenario: A pending payout becomes processing and then completed
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      Then the order is pending
      When the operator submits the order
      Then the order is processing
      When the operator settles the order
      Then the order is completed
      And the order is in every list of orders
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @ORD-2.2
    Scenario: A pending payout can fail
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator fails the order
      Then the order is failed
      And the order is in every list of orders

    @ORD-2.3
    Scenario: A pending payout can be cancelled
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then the order is cancelled

    @ORD-2.4
    Scenario Outline: A processing order is <state> when the operator <move> it
      When a bank payin of EUR 100.00 to Ana's EUR account is held
      And the operator <move> the order
      Then the order is <state>

      Examples: Both outcomes
        | move    | state     |
        | settles | completed |
        | fails   | failed    |

    @ORD-2.5
    Scenario: A pending payout cannot be settled
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator settles the order
      Then it is refused with 409 invalid_transition
      And the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out

    @ORD-2.6
    Scenario: A processing payout cannot be submitted again
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator submits the order
      And the operator submits the order
      Then it is refused with 409 invalid_transition
      And the order is processing
      And these events are delivered:
        | payout.processing |

    @ORD-2.7
    Scenario Outline: A completed payin keeps its state when the operator <move> it
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      And the operator <move> the order
      Then it is refused with 409 invalid_transition
      And the order is completed
      And Ana's EUR account holds EUR 600.00

      Examples: Every transition
        | move    |
        | submits |
        | settles |
        | fails   |

    @ORD-2.8
    Scenario Outline: A failed payin keeps its state when the operator <move> it
      When a bank payin of EUR 100.00 to Ana's EUR account fails
      And the operator <move> the order
      Then it is refused with 409 invalid_transition
      And the order is failed
      And Ana's EUR account holds EUR 500.00

      Examples: Every transition
        | move    |
        | submits |
        | settles |
        | fails   |

    @ORD-2.9
    Scenario Outline: A cancelled payout keeps its state when the operator <move> it
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      And the operator <move> the order
      Then it is refused with 409 invalid_transition
      And the order is cancelled
      And Ana's EUR account holds EUR 500.00

      Examples: Every transition
        | move    |
        | submits |
        | settles |
        | fails   |

    @ORD-2.10
    Scenario Outline: A completed transfer keeps its state when the operator <move> it
      Given Bruno has a EUR account
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
      And the operator <move> the order
      Then it is refused with 409 invalid_transition
      And the order is completed
      And Bruno's EUR account holds EUR 120.00

      Examples: Every transition
        | move    |
        | submits |
        | settles |
        | fails   |
