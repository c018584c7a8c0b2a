Feature: Decision about a company
  Compliance reads the documents and approves or rejects. After an approval
  the company can get accounts; after a rejection the merchant can open
  another session.

  Background:
    Given a merchant who listens for events

  @source-K @source-R
  Rule: KYB-13 Approval ends the session as approved, raises the company to REGULAR and sends its event

    @KYB-13.1
    Scenario: Approval ends the session as approved and raises the level to REGULAR
      Given Acme has a submitted KYB session
      When the operator approves the KYB session of Acme
      Then the KYB session of Acme is APPROVED
      And the level of Acme is REGULAR
      And these events are delivered:
        | event             | data.userId | data.state |
        | kyb.state_updated | {acme}      | REGULAR    |
      When the merchant sends GET /api/v1/account/business-user/{acme}
      Then as decided, the answer contains:
        """
        kybLevel: REGULAR
        """

    @KYB-13.2 @decided
    Scenario: Every document of an approved session is shown as approved
      Given Acme has a submitted KYB session
      When the operator approves the KYB session of Acme
      And the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents/{acme.document}
      Then the answer contains:
        """
        reviewState: APPROVED
        rejectionReason: null
        reviewedAt: "{timestamp}"
        """
      And the answer matches its snapshot
      And these events are delivered:
        | kyb.state_updated |

    @KYB-13.3
    Scenario: Approval changes the level of no other company
      Given Acme has a submitted KYB session
      And Globex has a submitted KYB session
      When the operator approves the KYB session of Acme
      Then the level of Globex is LIGHT
      And the KYB session of Globex is IN_REVIEW
      And these events are delivered:
        | event             | data.userId |
        | kyb.state_updated | {acme}      |

    @KYB-13.4
    Scenario Outline: Compliance cannot approve <session>
      Given Acme has <session>
      When the operator approves the KYB session of Acme
      Then it is refused with 409 <code>
      And nothing has changed

      Examples: Not submitted
        | session                | code               |
        | a new KYB session      | invalid_transition |
        | a complete KYB session | invalid_transition |

      @decided
      Examples: Submitted, but not in review
        | session                 | code               |
        | a reopened KYB session  | invalid_transition |
        | an approved KYB session | session_final      |
        | a rejected KYB session  | session_final      |

    @KYB-13.5
    Scenario: The level of a company can be lowered
      Given Acme is a verified user
      When the operator sets the level of Acme to LIGHT
      Then the level of Acme is LIGHT
      And the KYB session of Acme is APPROVED
      And these events are delivered:
        | event             | data.userId | data.state |
        | kyb.state_updated | {acme}      | LIGHT      |

    @KYB-13.6
    Scenario: A lowered level can be raised again
      Given Acme is a verified user
      When the operator sets the level of Acme to LIGHT
      And the operator sets the level of Acme to REGULAR
      Then the level of Acme is REGULAR
      And these events are delivered:
        | event             | data.state |
        | kyb.state_updated | LIGHT      |
        | kyb.state_updated | REGULAR    |

    @KYB-13.7
    Scenario: A merchant who subscribes to the events of the welcome guide only receives the level of a company
      Given the merchant listens only for "kyc.state_updated"
      And Acme has a submitted KYB session
      When the operator approves the KYB session of Acme
      Then the level of Acme is REGULAR
      And these events are delivered:
        | event             | data.userId | data.state |
        | kyc.state_updated | {acme}      | REGULAR    |
