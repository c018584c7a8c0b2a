Feature: The level of a company
  The level of a company shows how far it is verified.

  Background:
    Given a merchant who listens for events

  @decided
  Rule: USER-4 A new user is at level LIGHT

    @USER-4.4
    Scenario: A new company is at level LIGHT
      When the merchant registers Acme
      Then the answer contains:
        """
        kybLevel: LIGHT
        """
      And the level of Acme is LIGHT

    @USER-4.5
    Scenario: A level sent in the request body is ignored
      When the merchant registers Acme
        """
        kybLevel: REGULAR  # undocumented
        """
      Then the answer is 201
      And the answer contains:
        """
        kybLevel: LIGHT
        """
      And the level of Acme is LIGHT

    @USER-4.6
    Scenario: The level of one company does not affect the next company
      Given Globex is a verified user
      When the merchant registers Acme
      Then the level of Acme is LIGHT
      And the level of Globex is REGULAR
