Feature: Refused requests about virtual IBANs
  A virtual IBAN needs the rail of its account's currency and accepts only the
  transitions of its state.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account
    And Ana has a USD account

  @source-R
  Rule: VIB-1 A virtual IBAN is pending, then active or rejected; an active one can become inactive

    @VIB-1.5
    Scenario Outline: The <who> who <does> <which> is refused
      Given Ana's EUR account has <which>
      When the <who> <does> the vIBAN
      Then it is refused with 409 invalid_transition
      And nothing has changed

      Examples: Every other pair of states
        | which           | who      | does        |
        | a pending vIBAN | merchant | deactivates |

      @decided
      Examples: The state that it has
        | which           | who      | does      |
        | an active vIBAN | operator | activates |

      Examples: Further pairs of states
        | which            | who      | does      |
        | an active vIBAN  | operator | rejects   |
        | a rejected vIBAN | operator | activates |

      @decided
      Examples: The state that it has
        | which            | who      | does    |
        | a rejected vIBAN | operator | rejects |

      Examples: Further pairs of states
        | which             | who      | does        |
        | a rejected vIBAN  | merchant | deactivates |
        | an inactive vIBAN | operator | activates   |
        | an inactive vIBAN | operator | rejects     |

      @decided
      Examples: The state that it has
        | which             | who      | does        |
        | an inactive vIBAN | merchant | deactivates |

    @VIB-1.6
    Scenario Outline: A virtual IBAN on <rail> for an account in <currency> is refused
      When the merchant asks for a <rail> vIBAN for Ana's <currency> account
      Then the answer is 422
      And nothing has changed

      Examples: The other currency
        | rail | currency |
        | SEPA | USD      |
        | ACH  | EUR      |

    @VIB-1.7
    Scenario Outline: The rail <value> is refused for an account in euros
      When the merchant asks for a SEPA vIBAN for Ana's EUR account
        """
        rail: <value>
        """
      Then it is refused with 422 validation_failed
        | field | code   |
        | /rail | <code> |
      And nothing has changed

      Examples: Values that are no rail for euros
        | value | code          |
        | null  | required      |
        | 7     | wrong_type    |
        | SWIFT | unknown_value |
        | sepa  | unknown_value |
        | ACH   | not_allowed   |

    @VIB-1.8 @decided
    Scenario: A rejection without a reason is refused
      Given Ana's EUR account has a pending vIBAN
      When the operator rejects the vIBAN
        """
        {}
        """
      Then it is refused with 422 validation_failed
        | field   | code     |
        | /reason | required |
      And nothing has changed

    @VIB-1.11
    Scenario: A name of 256 characters is refused
      When the merchant asks for a SEPA vIBAN for Ana's EUR account
        """
        name: "\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        """
      Then the answer is 422
      And nothing has changed
