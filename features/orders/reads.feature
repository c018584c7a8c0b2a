Feature: Orders read before and after a change
  The state of an order is read before a change and after it, for each kind
  of order.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: ORD-2 An order moves only from pending through processing to a final state, and never leaves it

    @ORD-2.20
    Scenario Outline: A <rail> payin that was read as processing is <state> when the operator <move> it
      When a <rail> payin of <amount> to Ana's EUR account is held
      Then the order is processing
      When the operator <move> the order
      Then the order is <state>
      And the order is in every list of orders

      Examples: Both outcomes
        | rail   | amount      | move    | state     |
        | bank   | EUR 100.00  | settles | completed |
        | bank   | EUR 100.00  | fails   | failed    |
        | crypto | USDC 108.00 | settles | completed |
        | crypto | USDC 108.00 | fails   | failed    |
        | card   | EUR 100.00  | settles | completed |
        | card   | EUR 100.00  | fails   | failed    |

    @ORD-2.21
    Scenario Outline: A payout of <source> that was read as pending and as processing is <state> when the operator <move> it
      Given payouts are held
      When the merchant pays EUR 200.00 out of <source>
      Then the order is pending
      When the operator submits the order
      Then the order is processing
      When the operator <move> the order
      Then the order is <state>
      And the order is in every list of orders

      Examples: Both outcomes
        | source                                  | move    | state     |
        | Ana's EUR account                       | settles | completed |
        | Ana's EUR account                       | fails   | failed    |
        | Ana's EUR account to a ETHEREUM address | settles | completed |
        | Ana's EUR account to a ETHEREUM address | fails   | failed    |

    @ORD-2.22
    Scenario Outline: A payout of <source> that was read as pending fails before it is sent
      Given payouts are held
      When the merchant pays EUR 200.00 out of <source>
      Then the order is pending
      When the operator fails the order
      Then the order is failed
      And Ana's EUR account holds EUR 500.00

      Examples: To a bank and to a network
        | source                                  |
        | Ana's EUR account                       |
        | Ana's EUR account to a ETHEREUM address |

    @ORD-2.23 @source-R
    Scenario Outline: A card payin that the merchant requests is pending, then processing, and <state> when the operator <move> it
      When the merchant asks for a card payin of EUR 100.00 to Ana's EUR account
      Then the order is pending
      When the operator submits the order
      Then the order is processing
      When the operator <move> the order
      Then the order is <state>
      And Ana's EUR account holds <holding>

      Examples: Both outcomes
        | move    | state     | holding    |
        | settles | completed | EUR 600.00 |
        | fails   | failed    | EUR 500.00 |

  @source-W
  Rule: ORD-1 Every payin, payout and transfer makes an order that is visible at once

    @ORD-1.9
    Scenario Outline: A crypto payout to <network> has an order
      When the merchant pays EUR 250.00 out of Ana's EUR account to a <network> address
      Then the order is in every list of orders
      And the order is completed

      Examples: Every network
        | network  |
        | SOLANA   |
        | ETHEREUM |
        | TRON     |

    @ORD-1.10
    Scenario Outline: Payments of the <currency> account of <holder> have their orders
      Given <holder> has a <currency> account
      When a bank payin of <currency> 300.00 to <holder>'s <currency> account settles
      Then the order is in every list of orders
      When the merchant pays <currency> 250.00 out of <holder>'s <currency> account
      Then the order is in every list of orders
      And the order is completed

      Examples: A person in dollars, and a company
        | holder | currency |
        | Bruno  | USD      |
        | Acme   | EUR      |
        | Acme   | USD      |

    @ORD-1.11 @source-S
    Scenario: The orders of an account are not listed under another user
      Given Bruno has a EUR account
      When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{ana.eur}/orders
      Then it is refused with 404 not_found
