Feature: Pages of companies and activities
  The list of companies comes in pages, and so does the catalogue.

  Background:
    Given a merchant who listens for events

  @source-W @source-K
  Rule: USER-2 A company is registered with the required data at either of two paths and gets an id

    @USER-2.18 @decided
    Scenario Outline: The first of two pages of companies at <list> has a link to the next one
      Given Acme is a new user
      And Globex is a new user
      When the merchant sends GET /api/v1/account/<list>?pageSize=1
      Then the answer contains:
        """
        users: [{id: "{acme}"}]
        pagination: {page: 1, pageSize: 1, numPages: 2, total: 2, next: "{any}", previous: null}
        """

      Examples: Two spellings of one list
        | list           |
        | business-users |
        | business-user  |

    @USER-2.19 @decided
    Scenario Outline: The page <query> of companies is refused
      Given Acme is a new user
      When the merchant sends GET /api/v1/account/business-users?<query>
      Then it is refused with 422 validation_failed
        | field    | code         |
        | /<field> | out_of_range |

      Examples: Pages that do not exist, and one that is too long
        | query        | field    |
        | page=0       | page     |
        | pageSize=0   | pageSize |
        | pageSize=101 | pageSize |

    @USER-2.20 @decided
    Scenario: A company that is registered twice is two users
      When the merchant registers Acme
      And the merchant registers Acme
      Then the answer is 201
      When the merchant sends GET /api/v1/account/business-users
      Then the answer contains:
        """
        pagination: {total: 2}
        """
      And the answer matches its snapshot

  @source-R
  Rule: USER-5 The catalogue of activities is paged, in English or Spanish, and a person's activity must be in it

    @USER-5.7 @decided
    Scenario: A page of the catalogue after the last one is empty
      When the merchant sends GET /api/v1/reference/activities?page=9999&pageSize=100
      Then the answer contains:
        """
        activities: []
        pagination: {page: 9999, pageSize: 100, next: null}
        """

    @USER-5.8 @decided
    Scenario: The last of several pages of the catalogue has a link to the one before
      When the merchant sends GET /api/v1/reference/activities?page=2&pageSize=100
      Then the answer is valid as "activity-list"
      And the answer contains:
        """
        pagination: {page: 2, pageSize: 100, numPages: 2, next: null, previous: "{any}"}
        """
