Feature: The catalogue of activities
  A person's occupation is an entry of a catalogue. Forms show the catalogue
  in the reader's language.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: USER-5 The catalogue of activities is paged, in English or Spanish, and a person's activity must be in it

    @USER-5.1
    Scenario: The catalogue of activities is paged
      When the merchant sends GET /api/v1/reference/activities?page=2&pageSize=1
      Then the answer is valid as "activity-list"
      And the answer matches its snapshot
      And the answer contains:
        """
        activities: [{id: "{any}", name: "{any}", slug: "{any}"}]
        pagination: {page: 2, pageSize: 1, next: "{any}", previous: "{any}"}
        """
      And as decided, the answer contains:
        """
        activities: [{slug: ACTOR}]
        """

    @USER-5.2
    Scenario Outline: A request for <language> gets the names in <names>
      When the merchant sends GET /api/v1/reference/activities?pageSize=1 with the header "Accept-Language: <language>"
      Then the answer is valid as "activity-list"
      And as decided, the answer contains:
        """
        activities: [{name: <name>, slug: ACCOUNTANT}]
        """

      Examples: Languages, known and unknown
        | language       | names   | name       |
        | en             | English | Accountant |
        | es             | Spanish | Contable   |
        | es-MX,en;q=0.5 | Spanish | Contable   |
        | fr             | English | Accountant |

    @USER-5.9 @decided
    Scenario: A later page of the catalogue in Spanish has Spanish names
      When the merchant sends GET /api/v1/reference/activities?page=2&pageSize=2 with the header "Accept-Language: es"
      Then the answer is valid as "activity-list"
      And the answer contains:
        """
        activities:
          - {name: Auxiliar administrativo, slug: ADMINISTRATIVE_ASSISTANT}
          - {name: Trabajador agrícola, slug: AGRICULTURAL_WORKER}
        pagination: {page: 2, pageSize: 2}
        """

    @USER-5.6
    Scenario: The catalogue has the same activities in each language
      When the merchant sends GET /api/v1/reference/activities?pageSize=100
      And the merchant sends GET /api/v1/reference/activities?pageSize=100 with the header "Accept-Language: es"
      Then the answer is valid as "activity-list"

    @USER-5.3 @decided
    Scenario Outline: A page with <what> is refused
      When the merchant sends GET /api/v1/reference/activities?<query>
      Then it is refused with 422 validation_failed
        | field    | code   |
        | /<field> | <code> |

      Examples: Bad pages
        | what        | query        | field    | code         |
        | no entries  | pageSize=0   | pageSize | out_of_range |
        | 101 entries | pageSize=101 | pageSize | out_of_range |
        | number zero | page=0       | page     | out_of_range |
        | no number   | page=two     | page     | wrong_type   |

    @USER-5.4
    Scenario: A declared activity is shown as its entry in the catalogue
      When the merchant registers Ana
        """
        activity: BAKER
        """
      Then the answer is 201
      And the answer contains:
        """
        activity: {id: "{any}", name: "{any}", slug: BAKER}
        """
      And as decided, the answer contains:
        """
        activity: {name: Baker}
        """

    @USER-5.5
    Scenario Outline: An activity given as <what> is refused
      When the merchant registers Ana
        """
        activity: <value>
        """
      Then it is refused with 422 validation_failed
        | field     | code   |
        | /activity | <code> |
      And nothing has changed

      Examples: Not in the catalogue
        | what            | value       | code          |
        | an unknown slug | NO_SUCH_JOB | unknown_value |
        | a name          | Baker       | unknown_value |
        | a slug in small | baker       | unknown_value |
        | a number        | 12          | wrong_type    |
