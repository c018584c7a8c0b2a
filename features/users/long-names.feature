Feature: The longest and shortest names
  A name has from one to 255 characters.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: USER-1 A person is registered with the required data and gets an id

    @USER-1.12 @source-R
    Scenario: A person with a name of one letter, from outside Europe, without income is registered
      When the merchant registers Ana
        """
        {name: Q, nationality: MX, birthdate: "2000-02-29", estimatedAnnualIncome: 0}
        """
      Then the answer is 201
      And the answer contains:
        """
        {name: Q, nationality: MX, estimatedAnnualIncome: 0}
        """

    @USER-1.13 @decided
    Scenario: Two persons with the same facts are two users
      When the merchant registers Ana
        """
        email: same@example.com
        """
      And the merchant registers Ana
        """
        email: same@example.com
        """
      Then the answer is 201
      When the merchant sends GET /api/v1/account/individual-users
      Then the answer contains:
        """
        pagination: {total: 2}
        """

    @USER-1.14 @decided
    Scenario: A surname of 255 characters is kept
      When the merchant registers Ana
        """
        surname: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """
      Then the answer is 201
      And the answer contains:
        """
        surname: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """

    @USER-1.15 @decided
    Scenario: A surname of 256 characters is refused
      When the merchant registers Ana
        """
        surname: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        """
      Then it is refused with 422 validation_failed
        | field    | code     |
        | /surname | too_long |
      And nothing has changed
