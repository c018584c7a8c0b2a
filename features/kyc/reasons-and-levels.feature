Feature: Reasons of a rejection and lowered levels
  A rejection may name several checks and reasons, and the level of a company
  can fall, too.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: KYC-3 Rejection ends the session with reasons and leaves the level unchanged

    @KYC-3.8 @source-R
    Scenario: The event of a rejection names both refused checks, one of them with two reasons
      Given Ana has an open KYC session
      When the operator rejects the KYC session of Ana
        """
        checks:
          - type: document-verification
            reasons:
              - {type: ManualReview, code: EXPIRED_DOCUMENT, message: The document has expired., category: DOC}
          - type: face-matching
            reasons:
              - {type: FaceMatch, code: NO_MATCH, message: The photograph shows somebody else., category: FACE}
              - {type: FaceMatch, code: LOW_CONFIDENCE, message: The photograph is blurred., category: FACE}
        """
      Then the KYC session of Ana is REJECTED
      And as decided, these events are delivered:
        | event              | data.checks.0.type    | data.checks.0.reasons.0.code | data.checks.1.type | data.checks.1.reasons.1.code |
        | kyc.session_failed | document-verification | EXPIRED_DOCUMENT             | face-matching      | LOW_CONFIDENCE               |

  @source-W @source-R
  Rule: KYC-1 A session is opened for a user, has a page of its own and lasts seven days

    @KYC-1.10 @decided
    Scenario: The checks of a session that nobody has started have not been made
      Given Ana has an open KYC session
      When the merchant sends GET /api/v1/account/users/{ana}/identity-verifications/{ana.session}/checks
      Then the answer is valid as "kyc-checks"
      And the answer contains:
        """
        checks: []
        """

  @source-R
  Rule: KYC-8 A lowered level sends its event and blocks new accounts, not existing ones

    @KYC-8.10 @decided
    Scenario: An account of a company whose level was lowered still pays in stablecoins, and the company gets no other
      Given Acme has a EUR account holding EUR 500.00
      When the operator sets the level of Acme to LIGHT
      And the merchant pays EUR 100.00 out of Acme's EUR account to a TRON address
      Then the answer is 201
      And Acme's EUR account holds EUR 400.00
      When the merchant opens a USD account for Acme
      Then it is refused with 409 user_not_verified
      And Acme has 1 account

    @KYC-8.11 @decided
    Scenario: An account of a user whose level was lowered still gets a virtual IBAN
      Given Ana has a EUR account
      When the operator sets the level of Ana to LIGHT
      And the merchant asks for a SEPA vIBAN for Ana's EUR account
      Then the answer is 201
      And the vIBAN is pending
