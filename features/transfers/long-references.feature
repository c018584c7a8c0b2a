Feature: The longest references of transfers and card payins
  A reference has at most 255 characters.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account

  @source-W @source-R
  Rule: TRF-1 A transfer debits one account, credits the other and sends two events

    @TRF-1.17 @decided
    Scenario: A reference of 255 characters is kept
      When the merchant transfers EUR 10.00 from Ana's EUR account to Bruno's EUR account
        """
        reference: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """
      Then the answer is 201
      And the answer contains:
        """
        reference: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """

    @TRF-1.18 @decided
    Scenario: A reference of 256 characters is refused
      When the merchant transfers EUR 10.00 from Ana's EUR account to Bruno's EUR account
        """
        reference: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        """
      Then it is refused with 422 validation_failed
        | field      | code     |
        | /reference | too_long |
      And nothing has changed

  @source-R
  Rule: PIN-3 A merchant requests a card payin, and the payer pays on its payment page

    @PIN-3.28 @decided
    Scenario: A reference of 255 characters of a card payin is kept
      When the merchant asks for a card payin of EUR 10.00 to Ana's EUR account
        """
        reference: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """
      Then the answer is 201
      And the order is pending

    @PIN-3.29 @decided
    Scenario: A reference of 256 characters of a card payin is refused
      When the merchant asks for a card payin of EUR 10.00 to Ana's EUR account
        """
        reference: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        """
      Then it is refused with 422 validation_failed
        | field      | code     |
        | /reference | too_long |
      And nothing has changed
