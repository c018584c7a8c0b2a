Feature: Fees of pending, failed and refused payouts
  The fee of a payout is fixed when the payout is created and charged only
  when it completes.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And these fees are charged:
      | order         | system | merchant |
      | bank payout   | 0.6%   | 0.40     |
      | crypto payout | 100%   | nothing  |

  @source-R
  Rule: OUT-8 The fee of a payout is deducted before the conversion, in the currency of the account

    @OUT-8.7 @decided
    Scenario: A pending payout keeps its fee
      Given payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the operator charges these fees:
        | order       | system | merchant |
        | bank payout | 5%     | 5%       |
      Then Ana's EUR account holds EUR 500.00 with EUR 100.00 pending out
      And the merchant's fees EUR account holds EUR 0.00 with EUR 0.40 pending in
      When the operator submits the order
      And the operator settles the order
      Then Ana's EUR account holds EUR 400.00
      And the merchant's fees EUR account holds EUR 0.40
      And these events are delivered:
        | event             | data.amounts.fees.total | data.amounts.creditedAmount.amount |
        | payout.processing | 100                     | 9900                               |
        | payout.completed  | 100                     | 9900                               |

    @OUT-8.8
    Scenario Outline: A payout that is <ended> has no fee
      Given payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And <what>
      Then the order is <ended>
      And Ana's EUR account holds EUR 500.00
      And the merchant's fees EUR account holds EUR 0.00

      Examples: Unpaid
        | ended     | what                            |
        | failed    | the operator fails the order    |
        | cancelled | the merchant cancels the payout |

    @OUT-8.9
    Scenario: A payout that fails in processing has no fee
      Given payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the operator submits the order
      And the operator fails the order
      Then Ana's EUR account holds EUR 500.00
      And the merchant's fees EUR account holds EUR 0.00
      And these events are delivered:
        | payout.processing |

    @OUT-8.10 @decided
    Scenario Outline: A payout of <sent> that is not above its fee is refused
      When the merchant pays <sent> out of Ana's EUR account
      Then it is refused with 422 validation_failed
        | field          | code         |
        | /origin/amount | out_of_range |
      And nothing has changed

      Examples: Not above the fee of 0.40 and 0.6%
        | sent     |
        | EUR 0.01 |
        | EUR 0.40 |

    @OUT-8.11 @decided
    Scenario: A crypto payout that is not above its fee is refused
      When the merchant pays EUR 250.00 out of Ana's EUR account to a TRON address
      Then it is refused with 422 validation_failed
        | field          | code         |
        | /origin/amount | out_of_range |
      And nothing has changed
