Feature: The longest references of payouts
  A reference has at most 255 characters.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-1 A bank payout debits the account once, sends two events and leaves one ledger entry

    @OUT-1.19 @decided
    Scenario: A reference of 255 characters is kept
      When the merchant pays EUR 10.00 out of Ana's EUR account
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

    @OUT-1.20 @decided
    Scenario: A reference of 256 characters is refused
      When the merchant pays EUR 10.00 out of Ana's EUR account
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

    @OUT-1.21 @decided
    Scenario: An empty reference of a bank payout is refused
      When the merchant pays EUR 10.00 out of Ana's EUR account
        """
        reference: ""
        """
      Then it is refused with 422 validation_failed
        | field      | code      |
        | /reference | too_short |
      And nothing has changed

  @source-W
  Rule: OUT-2 A crypto payout debits the account once, arrives as a stablecoin and sends two events

    @OUT-2.14 @decided
    Scenario: A reference of 255 characters is kept
      When the merchant pays EUR 10.00 out of Ana's EUR account to a TRON address
        """
        reference: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """
      Then the answer is 201
      And the answer matches its snapshot
      And the answer contains:
        """
        reference: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """

    @OUT-2.15 @decided
    Scenario: A reference of 256 characters is refused
      When the merchant pays EUR 10.00 out of Ana's EUR account to a TRON address
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

    @OUT-2.16 @decided
    Scenario: An empty reference of a crypto payout is refused
      When the merchant pays EUR 10.00 out of Ana's EUR account to a TRON address
        """
        reference: ""
        """
      Then it is refused with 422 validation_failed
        | field      | code      |
        | /reference | too_short |
      And nothing has changed
