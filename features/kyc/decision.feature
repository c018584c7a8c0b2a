Feature: Decision about a verification
  Compliance checks the user's documents and approves, rejects or starts a
  manual review. The merchant receives an event for each outcome.

  Background:
    Given a merchant who listens for events
    And Ana has an open KYC session

  @source-W
  Rule: KYC-2 Approval verifies the session and raises the user to REGULAR

    @KYC-2.1
    Scenario: Approval verifies the session and raises the level to REGULAR
      When the operator approves the KYC session of Ana
      Then the KYC session of Ana is VERIFIED
      And the level of Ana is REGULAR
      And these events are delivered:
        | kyc.session_verified |
        | kyc.state_updated    |

    @KYC-2.2 @source-R
    Scenario: The events name the session, the user and the new level
      When the operator approves the KYC session of Ana
      Then these events are delivered:
        | event                | data.sessionId | data.userId | data.state |
        | kyc.session_verified | {ana.session}  | {ana}       |            |
        | kyc.state_updated    |                | {ana}       | REGULAR    |

    @KYC-2.3
    Scenario: An approval changes the level of no other user
      Given Bruno has an open KYC session
      When the operator approves the KYC session of Ana
      Then the level of Bruno is LIGHT
      And the KYC session of Bruno is NOT_STARTED

  @source-W
  Rule: KYC-3 Rejection ends the session with reasons and leaves the level unchanged

    @KYC-3.1
    Scenario: Rejection ends the session and leaves the level unchanged
      When the operator rejects the KYC session of Ana
      Then the KYC session of Ana is REJECTED
      And the level of Ana is LIGHT
      And these events are delivered:
        | kyc.session_failed |
      And as the reference says, these events are delivered:
        | event              | data.sessionId | data.userId |
        | kyc.session_failed | {ana.session}  | {ana}       |

    @KYC-3.2 @source-R
    Scenario: The event of a rejection names the refused check and the reason
      When the operator rejects the KYC session of Ana
        """
        checks:
          - type: face-matching
            reasons:
              - type: FaceMatch
                code: NO_MATCH
                message: The photograph shows somebody else.
                category: FACE
        """
      Then these events are delivered:
        | event              | data.checks.0.type | data.checks.0.state | data.checks.0.reasons.0.code | data.checks.0.reasons.0.message     | data.checks.0.reasons.0.category |
        | kyc.session_failed | face-matching      | 2                   | NO_MATCH                     | The photograph shows somebody else. | FACE                             |

    @KYC-3.3 @source-R
    Scenario: The checks of a rejected session show their reasons
      When the operator rejects the KYC session of Ana
        """
        checks:
          - type: face-matching
            reasons:
              - type: FaceMatch
                code: NO_MATCH
                message: The photograph shows somebody else.
                category: FACE
        """
      And the merchant sends GET /api/v1/account/users/{ana}/identity-verifications/{ana.session}/checks
      Then the answer is valid as "kyc-checks"
      And as decided, the answer contains:
        """
        checks:
          - type: document-verification
            state: Validated
            refused_reasons: []
          - type: face-matching
            state: Refused
            refused_reasons: [{type: FaceMatch, code: NO_MATCH, message: The photograph shows somebody else.}]
        """

    @KYC-3.4 @decided
    Scenario: A rejection without details refuses the document check
      When the operator rejects the KYC session of Ana
      Then these events are delivered:
        | event              | data.checks.0.type    | data.checks.0.reasons.0.code |
        | kyc.session_failed | document-verification | KYC.DOC.DETERIORATED         |

    @KYC-3.7
    Scenario: A second session can be rejected as well
      When the operator rejects the KYC session of Ana
      And the merchant opens a KYC session for Ana
      And the operator rejects the KYC session of Ana
      Then the KYC session of Ana is REJECTED
      And these events are delivered:
        | kyc.session_failed |
        | kyc.session_failed |

  @source-R
  Rule: KYC-4 A session in review sends its event and can still be approved or rejected

    @KYC-4.1
    Scenario: A session sent to manual review is in review
      When the operator sends to review the KYC session of Ana
      Then the KYC session of Ana is REVIEW
      And the level of Ana is LIGHT
      And these events are delivered:
        | event                     | data.sessionId | data.userId |
        | kyc.session_manual_review | {ana.session}  | {ana}       |

    @KYC-4.2
    Scenario: A session in review can be approved
      When the operator sends to review the KYC session of Ana
      And the operator approves the KYC session of Ana
      Then the KYC session of Ana is VERIFIED
      And the level of Ana is REGULAR
      And these events are delivered:
        | kyc.session_manual_review |
        | kyc.session_verified      |
        | kyc.state_updated         |

    @KYC-4.3
    Scenario: A session in review can be rejected
      When the operator sends to review the KYC session of Ana
      And the operator rejects the KYC session of Ana
      Then the KYC session of Ana is REJECTED
      And the level of Ana is LIGHT
      And these events are delivered:
        | kyc.session_manual_review |
        | kyc.session_failed        |

    @KYC-4.4 @decided
    Scenario: A second request for manual review changes nothing
      When the operator sends to review the KYC session of Ana
      And the operator sends to review the KYC session of Ana
      Then the answer is 200
      And the KYC session of Ana is REVIEW
      And these events are delivered:
        | kyc.session_manual_review |
