Feature: Attempts at several events
  Each event keeps its own identifier on its later attempts, also when another event of
  its type is attempted again at the same time.

  Background:
    Given a merchant
    And the merchant listens only for "account.activated"
    And Ana is a verified user

  @source-R
  Rule: HOOK-7 An event has an identifier of its own, the same on every attempt

    @HOOK-7.4 @decided @needs-clock @needs-drain
    Scenario: Two events that are attempted again keep their own ids
      Given the merchant's endpoint answers 503
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      When the merchant opens a USD account for Ana
      Then the delivery of account.activated is attempted 2 times
      When 10 seconds pass
      Then the delivery of account.activated is attempted 4 times
      And these events arrive:
        | event             | data.accountId |
        | account.activated | {ana.eur}      |
        | account.activated | {ana.usd}      |

  @source-R
  Rule: HOOK-8 A 4xx answer is final

    @HOOK-8.3 @needs-clock @needs-drain
    Scenario: Events after a refused one are delivered, and the refused one is not attempted again
      Given the merchant's endpoint answers 404 once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is failed
      When the merchant opens a USD account for Ana
      Then the delivery of account.activated is delivered
      When 50 minutes pass
      And the merchant opens a EUR account for Ana
      Then the delivery of account.activated is delivered
      And the delivery of account.activated is attempted 3 times

  @decided
  Rule: HOOK-10 A redirect is not followed and is final

    @HOOK-10.4 @needs-clock @needs-drain
    Scenario: Events after a redirect are delivered, and the redirected one is not attempted again
      Given the merchant's endpoint answers with a redirect once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is failed
      When the merchant opens a USD account for Ana
      Then the delivery of account.activated is delivered
      When 50 minutes pass
      And the merchant opens a EUR account for Ana
      Then the delivery of account.activated is delivered
      And the delivery of account.activated is attempted 3 times
