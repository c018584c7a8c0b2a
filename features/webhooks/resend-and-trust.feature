Feature: Resent deliveries and verified endpoints
  A merchant can have a missed event sent again. Events are delivered only to
  an endpoint with a valid certificate.

  Background:
    Given a merchant
    And the merchant listens only for "account.activated"
    And Ana is a verified user

  @decided
  Rule: HOOK-12 A delivery can be resent from the Portal, as the same event

    @HOOK-12.1 @needs-drain
    Scenario: A delivered event can be resent
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is delivered
      When the operator resends the delivery of account.activated
      Then the delivery of account.activated is attempted 2 times
      And these events are delivered:
        | event             | data.accountId |
        | account.activated | {ana.eur}      |

    @HOOK-12.2 @needs-drain
    Scenario: A refused delivery can be resent
      Given the merchant's endpoint answers 404 once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is failed
      When the operator resends the delivery of account.activated
      Then the delivery of account.activated is attempted 2 times
      And the delivery of account.activated is delivered

    @HOOK-12.3 @needs-clock @needs-drain
    Scenario: A resent delivery that is refused again stays failed
      Given the merchant's endpoint answers 404
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is failed
      When the operator resends the delivery of account.activated
      Then the delivery of account.activated is attempted 2 times
      And the delivery of account.activated is failed
      When 50 minutes pass
      Then the delivery of account.activated is attempted 2 times

    @HOOK-12.4 @needs-drain
    Scenario: A delivery that waits for its next attempt can be resent
      Given the merchant's endpoint answers 503 once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is pending
      When the operator resends the delivery of account.activated
      Then the delivery of account.activated is attempted 2 times

  @source-S
  Rule: HOOK-14 A delivery goes only to an endpoint with a valid certificate

    @HOOK-14.1
    Scenario: An endpoint with a valid certificate receives deliveries
      When the merchant opens a EUR account for Ana
      Then as decided, the delivery of account.activated is delivered
      And these events are delivered:
        | account.activated |

    @HOOK-14.2
    Scenario Outline: An endpoint that <behaviour> receives no delivery
      Given the merchant's endpoint <behaviour>
      When the merchant opens a EUR account for Ana
      Then as decided, the delivery of account.activated is pending
      And the delivery of account.activated is attempted 0 times

      Examples: Certificates that are not valid
        | behaviour                                   |
        | shows a certificate of an unknown authority |
        | shows a certificate of another host         |

    @HOOK-14.3 @needs-clock @needs-drain
    Scenario Outline: A retry does not deliver to an endpoint that <behaviour>
      Given the merchant's endpoint <behaviour>
      When the merchant opens a EUR account for Ana
      And 10 seconds pass
      And 20 seconds pass
      Then the delivery of account.activated is pending
      And the delivery of account.activated is attempted 0 times

      Examples: Certificates that are not valid
        | behaviour                                   |
        | shows a certificate of an unknown authority |
        | shows a certificate of another host         |
