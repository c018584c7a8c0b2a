Feature: Simultaneous transfers and payouts
  An account never pays more than it holds, also when many payments arrive at
  the same time.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 100.00
    And Bruno has a EUR account

  @source-S
  Rule: TRF-7 Simultaneous transfers and payouts together never take more than the available balance

    @TRF-7.1
    Scenario Outline: Simultaneous payments stay within the balance: <transfers> transfers and <payouts> payouts of <money>
      When the merchant sends <transfers> transfers and <payouts> payouts of <money> at once from Ana's EUR account
      Then <accepted> of them succeed and the others are refused with insufficient_funds
      And Ana's EUR account holds <left>

      Examples: More payments than the balance covers
        | transfers | payouts | money      | accepted | left       |
        | 10        | 0       | EUR 40.00  | 2        | EUR 20.00  |
        | 0         | 10      | EUR 40.00  | 2        | EUR 20.00  |
        | 5         | 5       | EUR 40.00  | 2        | EUR 20.00  |
        | 4         | 4       | EUR 100.00 | 1        | EUR 0.00   |
        | 3         | 3       | EUR 100.01 | 0        | EUR 100.00 |

    @TRF-7.2
    Scenario: Simultaneous transfers within the balance are all completed
      When the merchant sends 5 transfers and 5 payouts of EUR 10.00 at once from Ana's EUR account
      Then 10 of them succeed and the others are refused with insufficient_funds
      And Ana's EUR account holds EUR 0.00
      And Bruno's EUR account holds EUR 50.00

    @TRF-7.3
    Scenario: Pending payouts count toward the balance
      Given payouts are held
      When the merchant sends 3 transfers and 0 payouts of EUR 10.00 at once from Ana's EUR account
      And the merchant sends 0 transfers and 10 payouts of EUR 20.00 at once from Ana's EUR account
      Then 3 of them succeed and the others are refused with insufficient_funds
      And Ana's EUR account holds EUR 70.00 with EUR 60.00 pending out

    @TRF-7.4
    Scenario Outline: Simultaneous payments stay within the balance: <transfers> transfers and <payouts> payouts of <money>, with a fee on payouts
      Given these fees are charged:
        | order         | system | merchant |
        | bank payout   | 0.5%   | 0.10     |
        | crypto payout | 0.10   | 0.5%     |
      When the merchant sends <transfers> transfers and <payouts> payouts of <money> at once from Ana's EUR account
        | bank | SOLANA | bank | TRON | ETHEREUM |
      Then <accepted> of them succeed and the others are refused with insufficient_funds
      And Ana's EUR account holds <left>

      Examples: A hundred payments at once
        | transfers | payouts | money    | accepted | left     |
        | 0         | 100     | EUR 3.00 | 33       | EUR 1.00 |
        | 50        | 50      | EUR 1.70 | 58       | EUR 1.40 |
        | 90        | 10      | EUR 0.99 | 100      | EUR 1.00 |

    @TRF-7.5
    Scenario: A hundred simultaneous payouts pay a hundred fees
      Given these fees are charged:
        | order       | system | merchant |
        | bank payout | 0.05   | 0.10     |
      When the merchant sends 0 transfers and 100 payouts of EUR 3.00 at once from Ana's EUR account
      Then 33 of them succeed and the others are refused with insufficient_funds
      And the merchant's fees EUR account holds EUR 3.30
      And Ana's EUR account holds EUR 1.00

    @TRF-7.6
    Scenario: A hundred simultaneous transfers are all credited
      When the merchant sends 100 transfers and 0 payouts of EUR 1.30 at once from Ana's EUR account
      Then 76 of them succeed and the others are refused with insufficient_funds
      And Ana's EUR account holds EUR 1.20
      And Bruno's EUR account holds EUR 98.80
