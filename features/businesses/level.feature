Feature: The level of a company
  A company has a level like a person: it says how far it is verified.

  Background:
    Given a merchant who listens for events

  @decided
  Rule: USER-4 A new user is at level LIGHT

    @USER-4.4
    Scenario: The level of a new company
      When the merchant registers Acme
      Then the answer contains:
        """
        kybLevel: LIGHT
        """
      And the level of Acme is LIGHT

    @USER-4.5
    Scenario: No company declares its own level
      When the merchant registers Acme
        """
        kybLevel: REGULAR
        """
      Then the answer is 201
      And the level of Acme is LIGHT

    @USER-4.6
    Scenario: A level once reached is not passed on to the next company
      Given Globex is a verified user
      When the merchant registers Acme
      Then the level of Acme is LIGHT
      And the level of Globex is REGULAR
