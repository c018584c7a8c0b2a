Feature: Cancelled payouts
  A payout that was cancelled has ended, whatever is asked of it afterwards.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: ORD-2 An order moves only from pending through processing to a final state, and never leaves it

    @ORD-2.19
    Scenario Outline: A cancelled payout of <source> cannot be cancelled again
      Given payouts are held
      When the merchant pays EUR 200.00 out of <source>
      And the merchant cancels the payout
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is cancelled
      And Ana's EUR account holds EUR 500.00

      Examples: To a bank and to a network
        | source                                |
        | Ana's EUR account                     |
        | Ana's EUR account to a SOLANA address |
