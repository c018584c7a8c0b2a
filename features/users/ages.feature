Feature: Dates of birth at their bounds
  A date of birth lies between 1900 and today.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: USER-1 A person is registered with the required data and gets an id

    @USER-1.16 @decided
    Scenario: A person born on the first day of 1900 is registered
      When the merchant registers Ana
        """
        birthdate: "1900-01-01"
        """
      Then the answer is 201
      And the answer contains:
        """
        birthdate: "1900-01-01"
        """

    @USER-1.17 @decided
    Scenario Outline: A person born on <date> is refused
      When the merchant registers Ana
        """
        birthdate: "<date>"
        """
      Then it is refused with 422 validation_failed
        | field      | code   |
        | /birthdate | <code> |
      And nothing has changed

      Examples: The day before the first one, and a day that a common year does not have
        | date       | code           |
        | 1899-12-31 | out_of_range   |
        | 2001-02-29 | invalid_format |
