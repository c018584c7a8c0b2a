Feature: After the cancellation of a payout
  The amount of a cancelled payout can be spent again, by persons and companies.

  Background:
    Given a merchant who listens for events
    And payouts are held

  @source-W
  Rule: OUT-6 A payout can be cancelled while it is pending, and not afterwards

    @OUT-6.14
    Scenario Outline: After <holder> has cancelled a payout, the whole balance can be paid out
      Given <holder> has a <currency> account holding <currency> 500.00
      When the merchant pays <currency> 200.00 out of <holder>'s <currency> account
      And the merchant cancels the payout
      Then the answer is 200
      And the order is cancelled
      When the merchant pays <currency> 500.00 out of <holder>'s <currency> account
      Then the answer is 201
      And the order is pending

      Examples: A person, in dollars too, and a company
        | holder | currency |
        | Ana    | EUR      |
        | Ana    | USD      |
        | Acme   | EUR      |
