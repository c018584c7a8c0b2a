Feature: The merchant's endpoint
  A merchant registers one address in the Portal and the event types to
  receive. Ralio delivers only over https.

  @source-W
  Rule: HOOK-1 Only a valid https address can be registered, and a new one replaces the old one

    Background:
      Given a merchant

    @HOOK-1.1
    Scenario Outline: The webhook address <address> is accepted
      When the operator registers the webhook address "<address>"
      Then the answer is 200
      And as decided, the answer contains:
        """
        url: "<address>"
        """

      Examples: Private addresses
        | address                                   |
        | https://example.com/webhooks              |
        | https://example.com:8443/hooks?tenant=ana |
        | https://hooks.example.com                 |

    @HOOK-1.2
    Scenario Outline: The webhook address <address> is refused
      When the operator registers the webhook address "<address>"
      Then the answer is 422

      Examples: Not valid https addresses
        | address                      |
        | http://example.com/webhooks  |
        | ftp://example.com/webhooks   |
        | ws://example.com/webhooks    |
        | example.com/webhooks         |
        | /webhooks                    |
        | https://                     |
        | https://example com/webhooks |
        | mailto:ana@example.com       |
        | javascript:alert(1)          |

      @decided
      Examples: An address that carries credentials
        | address                       |
        | https://ana:pass@example.com/ |

    @HOOK-1.3
    Scenario: The refusal of an address names the field
      When the operator registers the webhook address "http://example.com/webhooks"
      Then it is refused with 422 validation_failed
      And as decided, the answer contains:
        """
        errors: [{field: /url}]
        """

    @HOOK-1.4
    Scenario: A new address replaces the old one
      Given the merchant listens only for "account.activated"
      And Ana is a verified user
      When the operator registers the webhook address "{webhook}/new"
      And the merchant opens a EUR account for Ana
      Then the delivery of account.activated is attempted 1 time
      And these events are delivered:
        | account.activated |

    @HOOK-1.5
    Scenario: A refused address leaves the old one registered
      Given the merchant listens only for "account.activated"
      And Ana is a verified user
      When the operator registers the webhook address "http://example.com/webhooks"
      Then it is refused
      When the merchant opens a EUR account for Ana
      Then these events are delivered:
        | account.activated |

  @source-W
  Rule: HOOK-5 Only subscribed event types are delivered

    Background:
      Given a merchant

    @HOOK-5.1
    Scenario Outline: A subscription to <event> delivers only that type
      Given the merchant listens only for "<event>"
      And Ana has a EUR account holding EUR 500.00
      And Bruno is a verified user
      When the merchant opens a EUR account for Bruno
      And a bank payin of EUR 100.00 to Ana's EUR account settles
      And a bank payin of EUR 100.00 to Ana's EUR account fails
      And the merchant pays EUR 100.00 out of Ana's EUR account
      And the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
      Then these events are delivered:
        | <event> |

      Examples: One event each
        | event               |
        | account.activated   |
        | payin.completed     |
        | payin.failed        |
        | payout.processing   |
        | payout.completed    |
        | transfer.processing |
        | transfer.completed  |

    @HOOK-5.2
    Scenario Outline: A subscription to <event> delivers only that type of a verification
      Given the merchant listens only for "<event>"
      And Ana has an open KYC session
      And Bruno has an open KYC session
      When the operator sends to review the KYC session of Ana
      And the operator approves the KYC session of Ana
      And the operator rejects the KYC session of Bruno
      Then these events are delivered:
        | <event> |

      @source-R
      Examples: An event of the reference
        | event                     |
        | kyc.session_manual_review |

      Examples: One event each
        | event                |
        | kyc.session_verified |
        | kyc.session_failed   |
        | kyc.state_updated    |

    @HOOK-5.3
    Scenario: A subscription to two types delivers both and no other
      Given the merchant listens only for "payin.completed, payout.completed"
      And Ana has a EUR account holding EUR 500.00
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      And the merchant pays EUR 100.00 out of Ana's EUR account
      Then these events are delivered:
        | payin.completed  |
        | payout.completed |

    @HOOK-5.4
    Scenario: A subscription to all event types receives all of them
      Given a merchant who listens for events
      And Ana has a EUR account
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      Then these events are delivered:
        | payin.processing |
        | payin.completed  |
