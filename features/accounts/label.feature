Feature: The label of an account
  The label is the merchant's own name for an account. It can be changed; nothing else of
  an account can.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: ACC-6 An account is found under its user and can be given another label

    @ACC-6.1
    Scenario: The label of an account can be changed
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Household
        """
      Then the answer is 200
      And the answer matches its snapshot
      And the answer is valid as "account"
      And the answer contains:
        """
        id: "{ana.eur}"
        label: Household
        currency: EUR
        """

    @ACC-6.2
    Scenario: A changed label is kept
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: Household
        """
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
      Then the answer contains:
        """
        label: Household
        """

    @ACC-6.3 @decided
    Scenario Outline: The label <value> is refused
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: <value>
        """
      Then it is refused with 422 validation_failed
        | field  | code   |
        | /label | <code> |
      And nothing has changed

      Examples: Empty or no text
        | value       | code       |
        | ""          | too_short  |
        | 7           | wrong_type |
        | null        | wrong_type |
        | [Household] | wrong_type |

    @ACC-6.4 @decided
    Scenario: A label of 256 characters is refused
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
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

    @ACC-6.5 @decided
    Scenario: A label of 255 characters is kept
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{ana.eur}
        """
        label: "\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """
      Then the answer is 200
      And the answer contains:
        """
        label: "\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """

    @ACC-6.6 @decided
    Scenario: Each account of a user is listed
      Given Ana has a USD account
      When the merchant sends GET /api/v1/account/users/{ana}/accounts
      Then the answer is 200
      And the answer is valid as "account-list"
      And the answer contains:
        """
        accounts: [{id: "{uuid}"}, {id: "{uuid}"}]
        pagination: {page: 1, pageSize: 30, total: 2}
        """

    @ACC-6.7
    Scenario Outline: The account of another user is not found under <whose> path
      Given Bruno is a verified user
      When the merchant sends <method> /api/v1/account/users/<user>/accounts/<account>
        """
        label: Household
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Wrong paths
        | whose    | method | user      | account   |
        | Bruno's  | PATCH  | {bruno}   | {ana.eur} |
        | nobody's | PATCH  | {unknown} | {ana.eur} |
        | Ana's    | PATCH  | {ana}     | {unknown} |

    @ACC-6.8
    Scenario: The account of another user cannot be read
      Given Bruno is a verified user
      When the merchant sends GET /api/v1/account/users/{bruno}/accounts/{ana.eur}
      Then it is refused with 404 not_found
