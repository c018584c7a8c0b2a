Feature: Precedence of refusals
  When several things are wrong with a request, the refusal follows a fixed
  precedence.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @decided
  Rule: ERR-1 A refusal is problem+json with a code of a closed list, and several mistakes are refused in a fixed order

    @ERR-1.6
    Scenario Outline: A request without a token is refused for <first> and not for <second>
      When the merchant sends <method> <path> with the header "Authorization:"
        """
        {"currency":
        """
      Then it is refused with <status> <code>

      Examples: The earlier of two mistakes is answered
        | first              | second    | method | path                    | status | code               |
        | an unknown address | the token | POST   | /api/v1/account/nothing | 404    | not_found          |
        | a wrong method     | the token | PUT    | /api/v1/account/orders  | 405    | method_not_allowed |

      @source-W
      Examples: The token comes first
        | first     | second          | method | path                                     | status | code            |
        | the token | an unknown user | POST   | /api/v1/account/users/{unknown}/accounts | 401    | unauthenticated |
        | the token | broken JSON     | POST   | /api/v1/account/users/{ana}/accounts     | 401    | unauthenticated |

    @ERR-1.7
    Scenario Outline: A body of 69 kilobytes for <user> is refused with <status>
      When the merchant sends POST /api/v1/account/users/<user>/accounts
        """
        currency: GBP
        padding:  # undocumented
          - &line "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012"
          - &page [*line, *line, *line, *line, *line, *line, *line, *line, *line, *line, *line, *line]
          - &chapter [*page, *page, *page, *page, *page, *page, *page, *page, *page, *page, *page]
          - [*chapter, *chapter, *chapter, *chapter, *chapter, *chapter, *chapter]
        """
      Then it is refused with <status> <code>

      @source-R
      Examples: Refused before the fields are read
        | user  | status | code              |
        | {ana} | 413    | payload_too_large |

      @source-W
      Examples: Refused after the path
        | user      | status | code      |
        | {unknown} | 404    | not_found |

    @ERR-1.8 @source-S
    Scenario Outline: A transfer that is wrong in more than one way is refused for <reason>
      Given Bruno has a EUR account
      When the merchant transfers EUR 500.01 from Ana's EUR account to Bruno's EUR account
        """
        <change>
        """
      Then it is refused with 422 <code>

      Examples: The earliest of the mistakes is answered
        | reason        | change                                                         | code               |
        | its fields    | {reference: null, code2fa: "000000"}                           | validation_failed  |
        | its code      | {code2fa: "000000", origin: {currency: USD}}                   | invalid_2fa_code   |
        | its currency  | {origin: {currency: USD}, recipient: {accountId: "{unknown}"}} | currency_mismatch  |
        | its recipient | {recipient: {accountId: "{unknown}"}}                          | invalid_recipient  |
        | its amount    | {reference: Too much}                                          | insufficient_funds |
