Feature: Several rejected verifications
  Each rejected session keeps its own refused checks. A later rejection, of the
  same user or of another one, takes none of them over.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: KYC-3 Rejection ends the session with reasons and leaves the level unchanged

    @KYC-3.9 @source-R
    Scenario: The rejected sessions of two users show their own refused checks
      Given Ana has an open KYC session
      And Bruno has an open KYC session
      When the operator rejects the KYC session of Ana
        """
        checks:
          - type: document-verification
            reasons: [{type: ManualReview, code: EXPIRED_DOCUMENT, message: The document has expired., category: DOC}]
        """
      And the operator rejects the KYC session of Bruno
        """
        checks:
          - type: face-matching
            reasons: [{type: FaceMatch, code: NO_MATCH, message: The photograph shows somebody else., category: FACE}]
        """
      And the merchant sends GET /api/v1/account/users/{ana}/identity-verifications/{ana.session}/checks
      Then as decided, the answer contains:
        """
        checks:
          - {type: document-verification, state: Refused,
             refused_reasons: [{type: ManualReview, code: EXPIRED_DOCUMENT, message: The document has expired.}]}
          - {type: face-matching, state: Validated, refused_reasons: []}
        """
      When the merchant sends GET /api/v1/account/users/{bruno}/identity-verifications/{bruno.session}/checks
      Then as decided, the answer contains:
        """
        checks:
          - {type: document-verification, state: Validated, refused_reasons: []}
          - {type: face-matching, state: Refused,
             refused_reasons: [{type: FaceMatch, code: NO_MATCH, message: The photograph shows somebody else.}]}
        """
      And these events are delivered:
        | event              | data.sessionId  | data.userId | data.checks.0.type    | data.checks.0.reasons.0.code |
        | kyc.session_failed | {ana.session}   | {ana}       | document-verification | EXPIRED_DOCUMENT             |
        | kyc.session_failed | {bruno.session} | {bruno}     | face-matching         | NO_MATCH                     |

  @source-R
  Rule: KYC-7 A new session is possible only after one that was rejected or has expired

    @KYC-7.13
    Scenario: The second rejected session of a user shows its own refused checks
      Given Ana is a new user
      When the merchant opens a KYC session for Ana
      Then the answer contains:
        """
        id: "{uuid as first}"
        """
      When the operator rejects the KYC session of Ana
        """
        checks:
          - type: face-matching
            reasons: [{type: FaceMatch, code: NO_MATCH, message: The photograph shows somebody else., category: FACE}]
        """
      And the merchant opens a KYC session for Ana
      And the operator rejects the KYC session of Ana
        """
        checks:
          - type: document-verification
            reasons: [{type: ManualReview, code: EXPIRED_DOCUMENT, message: The document has expired., category: DOC}]
        """
      And the merchant sends GET /api/v1/account/users/{ana}/identity-verifications/{first}/checks
      Then the answer is valid as "kyc-checks"
      And as decided, the answer contains:
        """
        checks: [{type: document-verification, state: Validated}, {type: face-matching, state: Refused}]
        """
      When the merchant sends GET /api/v1/account/users/{ana}/identity-verifications/{ana.session}/checks
      Then the answer is valid as "kyc-checks"
      And as decided, the answer contains:
        """
        checks:
          - {type: document-verification, state: Refused,
             refused_reasons: [{type: ManualReview, code: EXPIRED_DOCUMENT, message: The document has expired.}]}
          - {type: face-matching, state: Validated, refused_reasons: []}
        """
      And these events are delivered:
        | event              | data.sessionId | data.checks.0.type    | data.checks.0.reasons.0.code |
        | kyc.session_failed | {first}        | face-matching         | NO_MATCH                     |
        | kyc.session_failed | {ana.session}  | document-verification | EXPIRED_DOCUMENT             |
