Feature: Texts that are unusual and allowed
  Letters beyond the common ones and unusual headers never make the server fail.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-S
  Rule: ERR-4 No input causes a server error, and no answer reveals internals

    @ERR-4.11 @source-R
    Scenario Outline: The catalogue is answered to a reader of "<languages>"
      When the merchant sends GET /api/v1/reference/activities with the header "Accept-Language: <languages>"
      Then the answer is 200

      Examples: Unusual wishes
        | languages              |
        | *                      |
        | es-419;q=0.8, en;q=0.9 |
        | tlh                    |
        | es;q=zero              |

    @ERR-4.12
    Scenario: After a person with an emoji in the name, others can be registered
      When the merchant registers Bruno
        """
        name: "Bruno 🦊"
        """
      Then as decided, the answer is 201
      When the merchant registers Carla
      Then the answer is 201
