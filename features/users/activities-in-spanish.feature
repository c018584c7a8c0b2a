Feature: Pages of the catalogue of activities in Spanish
  A reader of Spanish gets Spanish names on every page, however long the pages are.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: USER-5 The catalogue of activities is paged, in English or Spanish, and a person's activity must be in it

    @USER-5.10
    Scenario Outline: A page of <size> activities is in Spanish
      When the merchant sends GET /api/v1/reference/activities?page=<page>&pageSize=<size> with the header "Accept-Language: es"
      Then the answer is valid as "activity-list"
      And as decided, the answer contains:
        """
        activities: <activities>
        pagination: {page: <page>, pageSize: <size>}
        """

      Examples: Other sizes
        | page | size | activities                                                                                           |
        | 1    | 3    | [{name: Contable}, {name: Actor}, {name: Auxiliar administrativo}]                                   |
        | 2    | 4    | [{name: Controlador aéreo}, {name: Antropólogo}, {name: Arquitecto}, {slug: "{any}", name: "{any}"}] |
        | 143  | 1    | [{name: Otra ocupación, slug: OTHER}]                                                                |

    @USER-5.11
    Scenario: The catalogue is in English again after it was read in Spanish
      When the merchant sends GET /api/v1/reference/activities?page=2&pageSize=2 with the header "Accept-Language: es"
      Then the answer is 200
      When the merchant sends GET /api/v1/reference/activities?page=2&pageSize=2
      Then as decided, the answer contains:
        """
        activities:
          - {name: Administrative assistant, slug: ADMINISTRATIVE_ASSISTANT}
          - {name: Agricultural worker, slug: AGRICULTURAL_WORKER}
        """
