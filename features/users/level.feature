Feature: The level of a user
  The level of a user shows how far the user is verified and decides which
  operations are possible.

  Background:
    Given a merchant who listens for events

  @decided
  Rule: USER-4 A new user is at level LIGHT

    @USER-4.1
    Scenario: A new user is at level LIGHT
      When the merchant registers Ana
      Then the answer contains:
        """
        kycLevel: LIGHT
        """
      And the level of Ana is LIGHT

    @USER-4.2
    Scenario: A level sent in the request body is ignored
      When the merchant registers Ana
        """
        kycLevel: REGULAR  # undocumented
        """
      Then the answer is 201
      And the answer contains:
        """
        kycLevel: LIGHT
        """
      And the level of Ana is LIGHT

    @USER-4.3
    Scenario: The level of one user does not affect the next user
      Given Bruno is a verified user
      When the merchant registers Ana
      Then the level of Ana is LIGHT
      And the level of Bruno is REGULAR
