Feature: The longest name of a company
  A name has at most 255 characters, of any script.

  Background:
    Given a merchant who listens for events

  @source-W @source-K
  Rule: USER-2 A company is registered with the required data at either of two paths and gets an id

    @USER-2.15 @source-R
    Scenario: A company of another country with a name of another script is registered
      When the merchant registers Acme
        """
        company: {legalName: 株式会社 Ñandú, incorporation: {country: JP}}
        """
      Then the answer is 201
      And as decided, the answer contains:
        """
        company: {legalName: 株式会社 Ñandú, incorporation: {country: JP}}
        """

    @USER-2.16 @decided
    Scenario: A name of 255 characters is kept
      When the merchant registers Acme
        """
        company:
          legalName: "\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """
      Then the answer is 201
      And the answer contains:
        """
        company:
          legalName: "\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """

    @USER-2.17 @decided
    Scenario: A name of 256 characters is refused
      When the merchant registers Acme
        """
        company:
          legalName: "\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        """
      Then it is refused with 422 validation_failed
        | field              | code     |
        | /company/legalName | too_long |
      And nothing has changed

  @source-R
  Rule: USER-3 An unknown value or country, or a missing conditional field, is refused; the refusal names each field

    @USER-3.12
    Scenario: A company of another country is registered
      When the merchant registers Acme
        """
        company: {incorporation: {country: JP}}
        """
      Then the answer is 201
