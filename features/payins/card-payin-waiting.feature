Feature: Card payins that wait
  A card payin that nobody has paid stays pending.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: PIN-3 A merchant requests a card payin, and the payer pays on its payment page

    @PIN-3.30 @decided @needs-clock
    Scenario: A card payin that nobody has paid is still pending after a month
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And 30 days pass
      And the merchant logs in
      Then the order is pending
      And Ana's EUR account holds EUR 0.00 with EUR 250.00 pending in
