Feature: Second factor of a transfer
  The sender of a transfer confirms it with a second code.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account

  @source-R
  Rule: TRF-5 A transfer needs the right second factor

    @TRF-5.1
    Scenario: A transfer with the right code is completed
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        code2fa: "123456"
        """
      Then the answer is 201
      And the order is completed
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |

    @TRF-5.2
    Scenario: A transfer without a code is refused
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        code2fa: null
        """
      Then the answer is 422
      And nothing has changed

    @TRF-5.3 @source-S
    Scenario Outline: A transfer with <code> as code is refused
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        code2fa: <code>
        """
      Then it is refused with 422 invalid_2fa_code
      And nothing has changed

      Examples: Wrong codes
        | code      |
        | "000000"  |
        | "654321"  |
        | "12345"   |
        | "1234567" |
        | "abcdef"  |

    @TRF-5.4
    Scenario Outline: The code <value> is refused
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        code2fa: <value>
        """
      Then it is refused with 422 validation_failed
        | field    | code   |
        | /code2fa | <code> |
      And nothing has changed

      Examples: A missing code
        | value | code     |
        | null  | required |

      @source-S
      Examples: An empty code
        | value | code      |
        | ""    | too_short |

      @decided
      Examples: The right digits as a number
        | value  | code       |
        | 123456 | wrong_type |

      @source-S
      Examples: No code at all
        | value | code       |
        | true  | wrong_type |

    @TRF-5.5 @source-S
    Scenario: A transfer with a wrong code is refused also after one with the right code
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
      And the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
        """
        code2fa: "000000"
        """
      Then it is refused with 422 invalid_2fa_code
      And Ana's EUR account holds EUR 380.00
      And Bruno's EUR account holds EUR 120.00

    @TRF-5.6 @source-S
    Scenario: A company cannot transfer with a wrong code
      Given Acme has a EUR account holding EUR 500.00
      When the merchant transfers EUR 120.00 from Acme's EUR account to Bruno's EUR account
        """
        code2fa: "000000"
        """
      Then it is refused with 422 invalid_2fa_code
      And nothing has changed
