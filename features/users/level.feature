Feature: The level of a user
  A level says how far a user is verified, and so what they may do.

  Background:
    Given a merchant who listens for events

  @decided
  Rule: USER-4 A new user is at level LIGHT

    @USER-4.1
    Scenario: The level of a new user
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
        kycLevel: REGULAR
        """
      Then the answer is 201
      And the level of Ana is LIGHT

    @USER-4.3
    Scenario: A level once reached is not passed on to the next user
      Given Bruno is a verified user
      When the merchant registers Ana
      Then the level of Ana is LIGHT
      And the level of Bruno is REGULAR
