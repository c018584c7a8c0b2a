Feature: Ledgers after holds and cancellations
  A payout that was cancelled leaves no trace in the balances that follow, and a payin that settles after a hold
  counts from then on.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-S
  Rule: LED-4 The entries of an account sum to its balance, and money neither appears nor disappears

    @LED-4.5
    Scenario: After a cancelled payout the balances of later entries do not count it
      Given Bruno has a EUR account
      And payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      And the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
      And the merchant transfers EUR 40.00 from Bruno's EUR account to Ana's EUR account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -100.00 | EUR 400.00 |
        | EUR 40.00   | EUR 440.00 |
      And the ledger of Bruno's EUR account reads:
        | amount     | balance    |
        | EUR 100.00 | EUR 100.00 |
        | EUR -40.00 | EUR 60.00  |

    @LED-4.6
    Scenario: The balance after a later entry counts a payin that was held and then settled
      Given Bruno has a EUR account
      When a bank payin of EUR 80.00 to Ana's EUR account is held
      And the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
      And the operator settles the first order
      And the merchant transfers EUR 20.00 from Ana's EUR account to Bruno's EUR account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -100.00 | EUR 400.00 |
        | EUR 80.00   | EUR 480.00 |
        | EUR -20.00  | EUR 460.00 |

  @source-W @source-R
  Rule: LED-3 Entries are listed in order of time, each with its amount, the balance after it and its order

    @LED-3.18 @decided
    Scenario: The third page of a ledger goes on where the second one ends
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant pays EUR 50.00 out of Ana's EUR account
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions?page=3&pageSize=1
      Then the answer contains:
        """
        transactions: [{amount: -5000, order: {id: "{order}"}}]
        pagination: {page: 3, pageSize: 1, numPages: 3, total: 3, next: null}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions?page=2&pageSize=1
      Then the answer contains:
        """
        transactions: [{amount: -20000, order: {id: "{order.1}"}}]
        pagination: {page: 2, numPages: 3}
        """

  @source-S
  Rule: TRF-2 A transfer never takes more than the available balance

    @TRF-2.8
    Scenario: Money that a cancelled payout gave back can be transferred
      Given Bruno has a EUR account
      And payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant cancels the payout
      And the merchant transfers EUR 500.00 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And Ana's EUR account holds EUR 0.00
      And Bruno's EUR account holds EUR 500.00
      When the merchant transfers EUR 0.01 from Ana's EUR account to Bruno's EUR account
      Then it is refused with 422 insufficient_funds
      And Bruno's EUR account holds EUR 500.00
