Feature: Decisions of compliance on the pages
  A reviewer finds each session on a page of its own and decides it there.

  Background:
    Given a merchant who listens for events
    And the operator works in the Portal's pages
    And Ana has an open KYC session

  @source-W
  Rule: KYC-2 Approval verifies the session and raises the user to REGULAR

    @KYC-2.4 @needs-browser
    Scenario: A session can be approved on the page
      When the operator approves the KYC session of Ana
      Then the KYC session of Ana is VERIFIED
      And the level of Ana is REGULAR
      And these events are delivered:
        | kyc.session_verified |
        | kyc.state_updated    |

  @source-W
  Rule: KYC-3 Rejection ends the session with reasons and leaves the level unchanged

    @KYC-3.5 @needs-browser
    Scenario: A session can be rejected on the page with a reason
      When the operator rejects the KYC session of Ana
        """
        checks:
          - type: face-matching
            reasons:
              - code: NO_MATCH
                message: The photograph shows somebody else.
                category: FACE
        """
      Then the KYC session of Ana is REJECTED
      And the level of Ana is LIGHT
      And these events are delivered:
        | event              | data.checks.0.type | data.checks.0.reasons.0.code | data.checks.0.reasons.0.message     |
        | kyc.session_failed | face-matching      | NO_MATCH                     | The photograph shows somebody else. |

    @KYC-3.6 @needs-browser
    Scenario: The page proposes a reason for a rejection
      When the operator rejects the KYC session of Ana
      Then these events are delivered:
        | event              | data.checks.0.type    | data.checks.0.reasons.0.code |
        | kyc.session_failed | document-verification | KYC.DOC.DETERIORATED         |

  @source-R
  Rule: KYC-4 A session in review sends its event and can still be approved or rejected

    @KYC-4.5 @needs-browser
    Scenario: A session can be sent to manual review on the page and then approved
      When the operator sends to review the KYC session of Ana
      Then the KYC session of Ana is REVIEW
      When the operator approves the KYC session of Ana
      Then the level of Ana is REGULAR
      And these events are delivered:
        | kyc.session_manual_review |
        | kyc.session_verified      |
        | kyc.state_updated         |

  @source-R
  Rule: KYC-8 A lowered level sends its event and blocks new accounts, not existing ones

    @KYC-8.7 @needs-browser
    Scenario: A level can be set on the page
      Given Bruno is a verified user
      When the operator sets the level of Bruno to LIGHT
      Then the level of Bruno is LIGHT
      And these events are delivered:
        | event             | data.userId | data.state |
        | kyc.state_updated | {bruno}     | LIGHT      |
