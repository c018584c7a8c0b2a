Feature: Cancelling a payout
  As long as a payout waits, the merchant may change its mind and gets the money back.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-6 A payout can be cancelled while it waits, and not afterwards

    @OUT-6.1
    Scenario: A waiting payout is cancelled and the money is free again
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then the answer is 200
      And the order is cancelled
      And Ana's EUR account holds EUR 500.00

    @OUT-6.2 @decided
    Scenario: The details of a cancelled payout say when it was cancelled
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      And the merchant sends GET /api/v1/account/bank-payouts/{order}
      Then the answer is valid as "bank-payout"
      And the answer contains:
        """
        state: CANCELLED
        canCancel: false
        cancelRequestedAt: "{timestamp}"
        canceledAt: "{timestamp}"
        """

    @OUT-6.3 @decided
    Scenario: A waiting payout says that it can be cancelled
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant sends GET /api/v1/account/bank-payouts/{order}
      Then the answer is 200
      And the answer contains:
        """
        state: PENDING
        canCancel: true
        cancelRequestedAt: null
        canceledAt: null
        """
      And the answer matches its snapshot

    @OUT-6.4 @needs-drain
    Scenario: A cancelled payout sends no event and leaves no ledger entry
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then the delivery of payout.processing is attempted 0 times
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |

    @OUT-6.5 @decided
    Scenario: A payout on its way cannot be cancelled
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator submits the order
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is processing
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out

    @OUT-6.6 @decided
    Scenario: A payout that has arrived cannot be cancelled
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is completed
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @OUT-6.7 @decided
    Scenario: A payout that has failed cannot be cancelled
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator fails the order
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is failed
      And Ana's EUR account holds EUR 500.00

    @OUT-6.8 @decided
    Scenario: A payout is cancelled only once
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is cancelled
      And Ana's EUR account holds EUR 500.00

    @OUT-6.9 @decided
    Scenario: A payin is not a payout to cancel
      Given Bruno has a EUR account
      When a bank payin of EUR 10.00 to Bruno's EUR account is held
      And the merchant sends POST /api/v1/account/bank-payouts/{order}/cancel
      Then it is refused with 404 not_found
      And the order is processing
      And these events are delivered:
        | payin.processing |

    @OUT-6.10 @decided @needs-drain
    Scenario: A payout that does not exist cannot be cancelled
      When the merchant sends POST /api/v1/account/bank-payouts/{unknown}/cancel
      Then it is refused with 404 not_found
      And nothing has changed

    @OUT-6.11 @needs-drain
    Scenario Outline: A waiting crypto payout to <network> is cancelled and the money is free again
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account to a <network> address
      And the merchant cancels the payout
      Then the answer is 200
      And the order is cancelled
      And Ana's EUR account holds EUR 500.00
      And the delivery of payout.processing is attempted 0 times

      Examples: Every network
        | network  |
        | SOLANA   |
        | ETHEREUM |
        | TRON     |

    @OUT-6.12 @decided
    Scenario: A crypto payout that has arrived cannot be cancelled
      When the merchant pays EUR 200.00 out of Ana's EUR account to a SOLANA address
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is completed

    @OUT-6.13 @decided
    Scenario: A payout that waits for a one-time password can be cancelled, and not confirmed any more
      When the merchant pays EUR 200.00 out of Ana's EUR account
        """
        code2fa: null
        """
      And the merchant cancels the payout
      Then the order is cancelled
      When the merchant confirms the payout with the code "123456"
      Then it is refused with 409 otp_not_required
      And Ana's EUR account holds EUR 500.00
