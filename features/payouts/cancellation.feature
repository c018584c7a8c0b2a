Feature: Cancellation of a payout
  The merchant can cancel a payout while it is pending, and the amount is
  available again.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-6 A payout can be cancelled while it is pending, and not afterwards

    @OUT-6.1
    Scenario: A pending payout can be cancelled, and its amount is available again
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then the answer is 200
      And the order is cancelled
      And Ana's EUR account holds EUR 500.00

    @OUT-6.2 @decided
    Scenario: The details of a cancelled payout show the time of the cancellation
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
    Scenario: The details of a pending payout show that it can be cancelled
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

    @OUT-6.4
    Scenario: A cancelled payout sends no event and leaves no ledger entry
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then the delivery of payout.processing is attempted 0 times
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |

    @OUT-6.5
    Scenario: A processing payout cannot be cancelled
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator submits the order
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is processing
      And as decided, Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out

    @OUT-6.6
    Scenario: A completed payout cannot be cancelled
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is completed
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @OUT-6.7
    Scenario: A failed payout cannot be cancelled
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator fails the order
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is failed
      And Ana's EUR account holds EUR 500.00

    @OUT-6.8
    Scenario: A cancelled payout cannot be cancelled again
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is cancelled
      And Ana's EUR account holds EUR 500.00

    @OUT-6.9
    Scenario: A payin cannot be cancelled as a payout
      Given Bruno has a EUR account
      When a bank payin of EUR 10.00 to Bruno's EUR account is held
      And the merchant sends POST /api/v1/account/bank-payouts/{order}/cancel
      Then it is refused with 404 not_found
      And the order is processing
      And these events are delivered:
        | payin.processing |

    @OUT-6.10
    Scenario: A payout that does not exist cannot be cancelled
      When the merchant sends POST /api/v1/account/bank-payouts/{unknown}/cancel
      Then it is refused with 404 not_found
      And nothing has changed

    @OUT-6.11
    Scenario Outline: A pending crypto payout to <network> can be cancelled, and its amount is available again
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

    @OUT-6.12
    Scenario: A completed crypto payout cannot be cancelled
      When the merchant pays EUR 200.00 out of Ana's EUR account to a SOLANA address
      And the merchant cancels the payout
      Then it is refused with 409 order_not_cancellable
      And the order is completed

    @OUT-6.13 @source-R
    Scenario: An unconfirmed payout can be cancelled and not confirmed afterwards
      When the merchant pays EUR 200.00 out of Ana's EUR account
        """
        code2fa: null
        """
      And the merchant cancels the payout
      Then the order is cancelled
      When the merchant confirms the payout with the code "123456"
      Then it is refused with 409 otp_not_required
      And Ana's EUR account holds EUR 500.00
