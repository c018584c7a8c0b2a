Feature: Individual user
  A merchant registers a natural person with personal facts. The person can
  then be verified and get accounts.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: USER-1 A person is registered with the required data and gets an id

    @USER-1.1
    Scenario: A registered person gets an id
      When the merchant registers Ana
      Then the answer is 201
      And the answer is valid as "individual-user"
      And the answer contains:
        """
        id: "{uuid}"
        """

    @USER-1.2 @source-R
    Scenario: A registered person is shown with the declared facts
      When the merchant registers Ana
        """
        surname: García-Núñez O'Neill
        city: Zürich
        estimatedNetWorth: 95000
        """
      Then the answer contains:
        """
        name: Ana
        surname: García-Núñez O'Neill
        city: Zürich
        estimatedNetWorth: 95000
        """

    @USER-1.3 @decided
    Scenario: The answer to a registration matches its snapshot
      When the merchant registers Ana
      Then the answer matches its snapshot

    @USER-1.4 @decided
    Scenario: A registered person is found by id
      Given Ana is a new user
      When the merchant sends GET /api/v1/account/individual-users/{ana}
      Then the answer is 200
      And the answer matches its snapshot
      And the answer is valid as "individual-user"
      And the answer contains:
        """
        id: "{ana}"
        documentNumber: 12345678Z
        """

    @USER-1.5 @decided
    Scenario: Each person of a merchant is listed
      Given Ana is a new user
      And Bruno is a new user
      When the merchant sends GET /api/v1/account/individual-users
      Then the answer is valid as "individual-user-list"
      And the answer contains:
        """
        users: [{id: "{ana}", birthdate: "1990-05-15"}, {id: "{bruno}"}]
        pagination: {page: 1, pageSize: 30, numPages: 1, total: 2, next: null, previous: null}
        """

    @USER-1.6 @decided
    Scenario: A long list comes in pages
      Given Ana is a new user
      And Bruno is a new user
      And Carla is a new user
      When the merchant sends GET /api/v1/account/individual-users?page=2&pageSize=2
      Then the answer contains:
        """
        users: [{id: "{uuid}"}]
        pagination: {page: 2, pageSize: 2, numPages: 2, total: 3, next: null, previous: "{any}"}
        """

    @USER-1.7 @decided
    Scenario Outline: Reading <what> as an individual user is refused as not found
      When the merchant sends GET /api/v1/account/individual-users/<id>
      Then it is refused with 404 not_found

      Examples: Identifiers that belong to no individual user
        | what                     | id        |
        | an identifier nobody has | {unknown} |
        | an invalid identifier    | ana       |

    @USER-1.8 @source-R
    Scenario Outline: A person without <field> is refused
      When the merchant registers Ana
        """
        <field>: null
        """
      Then it is refused with 422 validation_failed
        | field    | code     |
        | /<field> | required |
      And nothing has changed

      Examples: Required declarations
        | field                            |
        | name                             |
        | surname                          |
        | email                            |
        | phoneNumber                      |
        | phoneNumberCountry               |
        | birthdate                        |
        | birthCountry                     |
        | nationality                      |
        | documentType                     |
        | documentNumber                   |
        | address                          |
        | city                             |
        | province                         |
        | postalCode                       |
        | country                          |
        | activity                         |
        | employmentStatus                 |
        | professionalSector               |
        | sourceOfFunds                    |
        | estimatedAnnualIncome            |
        | estimatedAnnualTransactionVolume |
        | estimatedNetWorth                |
        | hasPepCloseAssociate             |
        | isPublicOffice                   |
        | termsAndConditionsAccepted       |

    @USER-1.9 @decided
    Scenario Outline: The value <value> is refused for <field>
      When the merchant registers Ana
        """
        <field>: <value>
        """
      Then it is refused with 422 validation_failed
        | field    | code   |
        | /<field> | <code> |
      And nothing has changed

      Examples: Facts of another form
        | field                 | value             | code           |
        | email                 | ana@              | invalid_format |
        | phoneNumber           | "+34 612 345 678" | invalid_format |
        | birthdate             | 15/05/1990        | invalid_format |
        | birthdate             | "1990-02-30"      | invalid_format |
        | birthdate             | "2999-01-01"      | out_of_range   |
        | estimatedNetWorth     | "95000"           | wrong_type     |
        | estimatedAnnualIncome | -1                | out_of_range   |
        | name                  | 7                 | wrong_type     |
        | surname               | ""                | too_short      |
