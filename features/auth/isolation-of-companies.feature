Feature: Companies' accounts of other merchants
  The account of a company is visible to one merchant only, like that of a person.

  Background:
    Given a merchant who listens for events
    And Acme has a EUR account holding EUR 500.00
    And another merchant

  @source-S
  Rule: AUTH-7 The data of one merchant is unknown to every other merchant

    @AUTH-7.17
    Scenario Outline: Reading <what> of another merchant's company is refused as not found
      When the other merchant sends GET /api/v1/account/users/{acme}/accounts<path>
      Then it is refused with 404 not_found

      Examples: Addressable resources
        | what         | path                     |
        | the accounts |                          |
        | an account   | /{acme.eur}              |
        | its orders   | /{acme.eur}/orders       |
        | its ledger   | /{acme.eur}/transactions |

      @source-R
      Examples: Only in the reference
        | what              | path                      |
        | its virtual IBANs | /{acme.eur}/virtual-ibans |

    @AUTH-7.18
    Scenario Outline: For another merchant's company, <what> is refused
      Given Globex is a new user
      When the other merchant sends POST <path>
        """
        {currency: EUR, label: Stolen}  # undocumented
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Operations that make something
        | what                  | path                                                |
        | opening an account    | /api/v1/account/users/{acme}/accounts               |
        | opening a KYB session | /api/v1/account/business-user/{globex}/kyb-sessions |
