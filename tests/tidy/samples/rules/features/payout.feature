Feature: A sample
  Rule: OUT-1 A payout debits the account

  Rule: OUT-2 A payout below the minimum is refused
