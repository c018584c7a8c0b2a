Feature: Currency and label of an account
  An account is kept in one of the currencies Ralio offers and carries a label that the
  merchant chooses.

  Background:
    Given a merchant who listens for events
    And Ana is a verified user

  @source-R
  Rule: ACC-3 An account is in euros or dollars and has a label of 1 to 255 characters

    @ACC-3.1
    Scenario: An account in a stablecoin is refused
      When the merchant opens a EUR account for Ana
        """
        currency: USDC
        """
      Then the answer is 422
      And nothing has changed

    @ACC-3.2
    Scenario Outline: An account in the currency <value> is refused
      When the merchant opens a EUR account for Ana
        """
        currency: <value>
        """
      Then it is refused with 422 validation_failed
        | field     | code   |
        | /currency | <code> |
      And nothing has changed

      Examples: No account currencies
        | value | code          |
        | USDC  | not_allowed   |
        | USDT  | not_allowed   |
        | GBP   | unknown_value |
        | eur   | unknown_value |
        | EURO  | unknown_value |
        | ""    | too_short     |
        | 978   | wrong_type    |
        | null  | required      |

    @ACC-3.3
    Scenario Outline: An account with the label <label> is opened
      When the merchant opens a EUR account for Ana
        """
        label: <label>
        """
      Then the answer is 201
      And the answer contains:
        """
        label: <label>
        """
      And these events are delivered:
        | account.activated |

      @decided
      Examples: The shortest label
        | label |
        | "M"   |

      @source-W
      Examples: The guide's label
        | label          |
        | "Main Account" |

      Examples: Other labels
        | label            |
        | "Ahorros de Añó" |
        | "貯金 💶"        |
        | "Fish & Chips"   |
        | "Robert'); --"   |

    @ACC-3.4
    Scenario Outline: An account with the label <value> is refused
      When the merchant opens a EUR account for Ana
        """
        label: <value>
        """
      Then it is refused with 422 validation_failed
        | field  | code   |
        | /label | <code> |
      And nothing has changed

      Examples: Missing
        | value | code     |
        | null  | required |

      @decided
      Examples: Empty or no text
        | value  | code       |
        | ""     | too_short  |
        | 7      | wrong_type |
        | true   | wrong_type |
        | [Main] | wrong_type |

    @ACC-3.5 @decided
    Scenario: A label of 255 characters of several bytes is kept
      When the merchant opens a EUR account for Ana
        """
        label: "\
          ñ123456789abcdefñ123456789abcdefñ123456789abcdefñ123456789abcdeñ\
          ñ123456789abcdefñ123456789abcdefñ123456789abcdefñ123456789abcdeñ\
          ñ123456789abcdefñ123456789abcdefñ123456789abcdefñ123456789abcdeñ\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """
      Then the answer is 201
      And the answer contains:
        """
        label: "\
          ñ123456789abcdefñ123456789abcdefñ123456789abcdefñ123456789abcdeñ\
          ñ123456789abcdefñ123456789abcdefñ123456789abcdefñ123456789abcdeñ\
          ñ123456789abcdefñ123456789abcdefñ123456789abcdefñ123456789abcdeñ\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """
      And these events are delivered:
        | account.activated |

    @ACC-3.6 @decided
    Scenario: A label of 256 characters is refused
      When the merchant opens a EUR account for Ana
        """
        label: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        """
      Then it is refused with 422 validation_failed
        | field  | code     |
        | /label | too_long |
      And nothing has changed

    @ACC-3.8 @decided
    Scenario: A label of 120 letters that are not ASCII is kept
      When the merchant opens a EUR account for Ana
        """
        label: "ññññññññññññññññññññññññññññññññññññññññññññññññññññññññññññжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж"
        """
      Then the answer contains:
        """
        label: "ññññññññññññññññññññññññññññññññññññññññññññññññññññññññññññжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж"
        """
