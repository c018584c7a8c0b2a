Feature: Texts that are unusual and allowed
  Letters beyond the common ones, empty parts of a query and unusual headers never make the server fail.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-S
  Rule: ERR-4 No input causes a server error, and no answer reveals internals

    @ERR-4.11
    Scenario Outline: The query <query> is answered or refused, and the list can be read afterwards
      When the merchant sends GET /api/v1/account/orders?<query>
      And the merchant sends GET /api/v1/account/orders
      Then the answer is 200

      Examples: Repeated parameters and empty ones
        | query                            |
        | state_eq=FAILED&state_eq=PENDING |
        | &&                               |
        | type_like=%F0%9F%92%B6           |

    @ERR-4.12 @source-R
    Scenario Outline: The catalogue is answered to a reader of "<languages>"
      When the merchant sends GET /api/v1/reference/activities with the header "Accept-Language: <languages>"
      Then the answer is 200

      Examples: Unusual wishes
        | languages              |
        | *                      |
        | es-419;q=0.8, en;q=0.9 |
        | tlh                    |
        | es;q=zero              |

    @ERR-4.13
    Scenario: A person with a picture in the name is registered or refused, and others are registered afterwards
      When the merchant registers Bruno
        """
        name: "Bruno 🦊"
        """
      And the merchant registers Carla
      Then the answer is 201
