Feature: Rejection of a company
  A rejection ends a session, and the merchant can open another one. Only one
  session of a company is undecided at a time.

  Background:
    Given a merchant who listens for events

  @decided
  Rule: KYB-15 Rejection leaves the level unchanged and allows another session; only one session is undecided at a time

    @KYB-15.1
    Scenario Outline: Compliance can reject <session>
      Given Acme has <session>
      When the operator rejects the KYB session of Acme
      Then as decided, the KYB session of Acme is REJECTED
      And the level of Acme is LIGHT

      @source-W
      Examples: Under review
        | session                 |
        | a submitted KYB session |

      Examples: While more documents are awaited
        | session                |
        | a reopened KYB session |

    @KYB-15.2
    Scenario: A rejection sends no event
      Given the merchant listens only for "kyb.state_updated, related_party.kyc_session_created"
      And Acme has a submitted KYB session
      And Globex has a submitted KYB session
      When the operator rejects the KYB session of Acme
      And the operator approves the KYB session of Globex
      Then these events are delivered:
        | event             | data.userId |
        | kyb.state_updated | {globex}    |

    @KYB-15.3
    Scenario: Every document of a rejected session shows the reason
      Given Acme has a submitted KYB session
      When the operator rejects the KYB session of Acme
        """
        reason: The articles are not signed.
        """
      And the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents/{acme.document}
      Then the answer contains:
        """
        reviewState: REJECTED
        rejectionReason: The articles are not signed.
        reviewedAt: "{timestamp}"
        """
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        - {rejectionReason: The articles are not signed.}
        - {rejectionReason: The articles are not signed.}
        - {rejectionReason: The articles are not signed.}
        - {rejectionReason: The articles are not signed.}
        """

    @KYB-15.4
    Scenario Outline: Compliance cannot reject <session>
      Given Acme has <session>
      When the operator rejects the KYB session of Acme
      Then it is refused with 409 <code>
      And nothing has changed

      Examples: Not under review
        | session                 | code               |
        | a new KYB session       | invalid_transition |
        | a complete KYB session  | invalid_transition |
        | an approved KYB session | session_final      |
        | a rejected KYB session  | session_final      |

    @KYB-15.5
    Scenario: A new session can be opened after a rejection
      Given Acme has a rejected KYB session
      When the merchant opens a KYB session for Acme
      Then the answer is 201
      And the answer contains:
        """
        state: CREATED
        documents: []
        """
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        []
        """

    @KYB-15.6
    Scenario: A second session can be approved after a rejection
      Given Acme has a rejected KYB session
      And Acme has a submitted KYB session
      When the operator approves the KYB session of Acme
      Then the level of Acme is REGULAR
      And these events are delivered:
        | kyb.state_updated |

    @KYB-15.7
    Scenario Outline: A second session beside <session> is refused
      Given Acme has <session>
      When the merchant opens a KYB session for Acme
      Then it is refused with 409 session_open
      And nothing has changed

      Examples: Undecided
        | session                 |
        | a new KYB session       |
        | a complete KYB session  |
        | a submitted KYB session |
        | a reopened KYB session  |

    @KYB-15.8
    Scenario: A new session for a verified user is refused
      Given Acme is a verified user
      When the merchant opens a KYB session for Acme
      Then it is refused with 409 already_verified
      And nothing has changed

    @KYB-15.9
    Scenario: A user whose level was lowered to LIGHT can be verified again
      Given Acme is a verified user
      When the operator sets the level of Acme to LIGHT
      And the merchant opens a KYB session for Acme
      Then the answer is 201
      And these events are delivered:
        | kyb.state_updated |

    @KYB-15.10
    Scenario: A company that was rejected twice can be approved in a third session
      Given Acme has a rejected KYB session
      And Acme has a rejected KYB session
      And Acme has a submitted KYB session
      When the operator approves the KYB session of Acme
      Then the KYB session of Acme is APPROVED
      And the level of Acme is REGULAR
      And these events are delivered:
        | kyb.state_updated |
