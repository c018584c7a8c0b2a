Feature: The webhook on the page
  The operator registers the webhook endpoint in the Portal and resends
  deliveries that failed.

  Background:
    Given a merchant
    And the operator works in the Portal's pages

  @source-W
  Rule: HOOK-1 Only a valid https address can be registered, and a new one replaces the old one

    @HOOK-1.6 @needs-browser
    Scenario: The page shows the registered address and events
      When the operator registers the webhook address "https://example.com/webhooks"
      Then the answer is 200
      And the answer contains:
        """
        url: "https://example.com/webhooks"
        notice: "{any}"
        """

    @HOOK-1.7 @needs-browser
    Scenario Outline: The page shows beside the address why <address> is refused, and keeps the entry
      When the operator registers the webhook address "<address>"
      Then the answer is 422
      And the answer contains:
        """
        faults: {Webhook URL: "{any}"}
        typed: {Webhook URL: "<address>"}
        """

      Examples: Not valid https addresses
        | address                       |
        | http://example.com/webhooks   |
        | ftp://example.com/webhooks    |
        | https://ana:pass@example.com/ |

    @HOOK-1.8 @needs-browser
    Scenario: An address refused on the page leaves the old one in place
      Given the merchant listens only for "account.activated"
      And Ana is a verified user
      When the operator registers the webhook address "http://example.com/webhooks"
      Then it is refused
      When the merchant opens a EUR account for Ana
      Then these events are delivered:
        | account.activated |

  @decided
  Rule: HOOK-12 A delivery can be resent from the Portal, as the same event

    @HOOK-12.5 @needs-browser @needs-drain
    Scenario: A refused delivery can be resent on the page
      Given the merchant listens only for "account.activated"
      And Ana is a verified user
      And the merchant's endpoint answers 404 once
      When the merchant opens a EUR account for Ana
      Then the delivery of account.activated is failed
      When the operator resends the delivery of account.activated
      Then the delivery of account.activated is attempted 2 times
      And the delivery of account.activated is delivered
