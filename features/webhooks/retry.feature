Feature: Retries
  A delivery to an endpoint that is out of order is retried: the delays
  double, and the eighth attempt is the last.

  Background:
    Given a merchant
    And the merchant listens only for "account.activated"
    And Ana is a verified user

  @source-R
  Rule: HOOK-9 A delivery answered with a server error is retried with growing pauses

    @HOOK-9.1 @needs-clock @needs-drain
    Scenario Outline: A delivery answered with <status> once is attempted again
      Given the merchant's endpoint answers <status> once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is pending
      When 10 seconds pass
      Then the delivery of account.activated is attempted 2 times
      And the delivery of account.activated is delivered

      Examples: Errors of the endpoint
        | status |
        | 500    |
        | 502    |
        | 503    |
        | 504    |

    @HOOK-9.2 @decided @needs-clock @needs-drain
    Scenario: A delivery whose connection was dropped is attempted again
      Given the merchant's endpoint drops the connection once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is pending
      When 10 seconds pass
      Then the delivery of account.activated is attempted 2 times
      And the delivery of account.activated is delivered

    @HOOK-9.3 @decided @needs-clock @needs-drain
    Scenario: A delivery that was not answered in time is attempted again
      Given the merchant's endpoint holds its answer
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 60 seconds pass
      And the merchant's endpoint answers after all
      Then the delivery of account.activated is pending
      When 10 seconds pass
      Then the delivery of account.activated is attempted 2 times
      And the delivery of account.activated is delivered

    @HOOK-9.4 @decided @needs-clock @needs-drain
    Scenario: The second attempt comes after ten seconds, not before
      Given the merchant's endpoint answers 503
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 5 seconds pass
      Then the delivery of account.activated is attempted 1 time
      When 5 seconds pass
      Then the delivery of account.activated is attempted 2 times

    @HOOK-9.5 @decided @needs-clock @needs-drain
    Scenario: The third attempt comes after twenty more seconds, not before
      Given the merchant's endpoint answers 503
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 10 seconds pass
      Then the delivery of account.activated is attempted 2 times
      When 12 seconds pass
      Then the delivery of account.activated is attempted 2 times
      When 8 seconds pass
      Then the delivery of account.activated is attempted 3 times

    @HOOK-9.6 @decided @needs-clock @needs-drain
    Scenario: The delays double, and the eighth attempt is the last
      Given the merchant's endpoint answers 503
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 10 seconds pass
      Then the delivery of account.activated is attempted 2 times
      When 20 seconds pass
      Then the delivery of account.activated is attempted 3 times
      When 40 seconds pass
      Then the delivery of account.activated is attempted 4 times
      When 80 seconds pass
      Then the delivery of account.activated is attempted 5 times
      When 160 seconds pass
      Then the delivery of account.activated is attempted 6 times
      When 320 seconds pass
      Then the delivery of account.activated is attempted 7 times
      And the delivery of account.activated is pending
      When 640 seconds pass
      Then the delivery of account.activated is attempted 8 times
      And the delivery of account.activated is failed
      When 30 minutes pass
      Then the delivery of account.activated is attempted 8 times

    @HOOK-9.7 @needs-clock
    Scenario: A change stays in effect while its event waits for a retry
      Given the merchant's endpoint answers 503 once
      When the merchant opens a EUR account for Ana
      Then Ana has 1 account
      When 10 seconds pass
      Then these events are delivered:
        | event             | data.accountId |
        | account.activated | {ana.eur}      |

    @HOOK-9.8 @needs-clock @needs-drain
    Scenario: No attempt follows a successful one
      Given the merchant's endpoint answers 503 once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 10 seconds pass
      Then the delivery of account.activated is delivered
      When 50 minutes pass
      Then the delivery of account.activated is attempted 2 times

    @HOOK-9.9 @decided @needs-clock @needs-drain
    Scenario: After two days the delivery has gone through all its attempts
      Given the merchant's endpoint answers 503
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When 2 days pass
      Then the delivery of account.activated is attempted 8 times
      And the delivery of account.activated is failed
