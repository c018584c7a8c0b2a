Feature: The end of a delivery
  The endpoint's answer decides about a delivery. A success ends it as
  delivered, and a final refusal ends it as failed.

  Background:
    Given a merchant
    And the merchant listens only for "account.activated"
    And Ana is a verified user

  @source-W
  Rule: HOOK-3 Any 2xx answer within 60 seconds counts as delivered

    @HOOK-3.1
    Scenario Outline: An answer <status> counts as delivered
      Given the merchant's endpoint answers <status>
      When the merchant opens a EUR account for Ana
      Then as decided, the delivery of account.activated is delivered
      And the delivery of account.activated is attempted 1 time

      Examples: Answers of success
        | status |
        | 200    |
        | 201    |
        | 202    |
        | 204    |
        | 299    |

    @HOOK-3.2 @needs-clock @needs-drain
    Scenario: A delivered event is not delivered again
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 50 minutes pass
      Then the delivery of account.activated is attempted 1 time

    @HOOK-3.3 @needs-clock @needs-drain
    Scenario: An answer after fifty seconds counts as delivered
      Given the merchant's endpoint holds its answer
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 50 seconds pass
      And the merchant's endpoint answers after all
      Then the delivery of account.activated is delivered
      And the delivery of account.activated is attempted 1 time

    @HOOK-3.4 @needs-clock @needs-drain
    Scenario: A delivery without an answer after sixty seconds is attempted again
      Given the merchant's endpoint holds its answer
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 60 seconds pass
      And the merchant's endpoint answers after all
      Then the delivery of account.activated is pending

  @source-R
  Rule: HOOK-8 A 4xx answer is final

    @HOOK-8.1 @needs-clock @needs-drain
    Scenario Outline: An answer <status> is final
      Given the merchant's endpoint answers <status>
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is failed
      When 50 minutes pass
      Then the delivery of account.activated is attempted 1 time

      Examples: Answers of refusal
        | status |
        | 400    |
        | 401    |
        | 403    |
        | 404    |
        | 408    |
        | 410    |
        | 422    |
        | 429    |

    @HOOK-8.2
    Scenario: A refused delivery does not stop the next one
      Given the merchant's endpoint answers 404 once
      When the merchant opens a EUR account for Ana
      Then as decided, the delivery of account.activated is failed
      When the merchant opens a USD account for Ana
      Then as decided, the delivery of account.activated is delivered
      And these events arrive:
        | account.activated |
        | account.activated |

  @decided
  Rule: HOOK-10 A redirect is not followed and is final

    @HOOK-10.1 @needs-clock @needs-drain
    Scenario Outline: An endpoint that <behaviour> gets no further attempt
      Given the merchant's endpoint <behaviour>
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is failed
      When 50 minutes pass
      Then the delivery of account.activated is attempted 1 time

      Examples: Answers that point elsewhere
        | behaviour               |
        | answers with a redirect |
        | answers 301             |
        | answers 302             |
        | answers 304             |

    @HOOK-10.2 @needs-drain
    Scenario: A later delivery goes to the registered address after a redirect
      Given the merchant's endpoint answers with a redirect once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is failed
      When the merchant opens a USD account for Ana
      Then the delivery of account.activated is delivered
