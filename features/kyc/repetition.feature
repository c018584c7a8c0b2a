Feature: Repeated verification
  A failed verification can be repeated; one that is undecided or has
  succeeded cannot.

  Background:
    Given a merchant who listens for events
    And Ana has an open KYC session

  @source-R
  Rule: KYC-7 A new session is possible only after one that was rejected or has expired

    @KYC-7.1
    Scenario: A new session can be opened after a rejection
      When the operator rejects the KYC session of Ana
      And the merchant opens a KYC session for Ana
      Then the answer is 201
      And the KYC session of Ana is NOT_STARTED
      And these events are delivered:
        | kyc.session_failed |

    @KYC-7.2 @needs-clock
    Scenario: A new session can be opened after a session has expired
      When 7 days pass
      And the merchant logs in
      And the merchant opens a KYC session for Ana
      Then the answer is 201
      And the answer contains:
        """
        expiresAt: "{createdAt + 7 days}"
        """
      And the KYC session of Ana is NOT_STARTED
      And these events are delivered:
        | kyc.session_expired |

    @KYC-7.3
    Scenario: A second session can be approved
      When the operator rejects the KYC session of Ana
      And the merchant opens a KYC session for Ana
      And the operator approves the KYC session of Ana
      Then the level of Ana is REGULAR
      And these events are delivered:
        | kyc.session_failed   |
        | kyc.session_verified |
        | kyc.state_updated    |

    @KYC-7.4 @decided
    Scenario: A second session beside an open one is refused
      When the merchant opens a KYC session for Ana
      Then it is refused with 409 session_open
      And nothing has changed

    @KYC-7.5 @decided
    Scenario: A second session beside one in review is refused
      When the operator sends to review the KYC session of Ana
      And the merchant opens a KYC session for Ana
      Then it is refused with 409 session_open
      And these events are delivered:
        | kyc.session_manual_review |

    @KYC-7.6 @decided
    Scenario: A new session for a verified user is refused
      Given Bruno is a verified user
      When the merchant opens a KYC session for Bruno
      Then it is refused with 409 already_verified
      And nothing has changed

    @KYC-7.7 @decided
    Scenario: A user whose level was lowered to LIGHT can be verified again
      Given Bruno is a verified user
      When the operator sets the level of Bruno to LIGHT
      And the merchant opens a KYC session for Bruno
      Then the answer is 201
      And the KYC session of Bruno is NOT_STARTED
      And these events are delivered:
        | kyc.state_updated |

    @KYC-7.8
    Scenario: All sessions of a user stay in the list
      When the operator rejects the KYC session of Ana
      And the merchant opens a KYC session for Ana
      And the merchant sends GET /api/v1/account/users/{ana}/identity-verifications
      Then the answer contains:
        """
        sessions: [{state: REJECTED}, {id: "{ana.session}", state: NOT_STARTED}]
        pagination: {total: 2}
        """

    @KYC-7.9
    Scenario: A user who was rejected twice can be verified in a third session
      When the operator rejects the KYC session of Ana
      And the merchant opens a KYC session for Ana
      And the operator rejects the KYC session of Ana
      And the merchant opens a KYC session for Ana
      Then the answer is 201
      When the operator approves the KYC session of Ana
      Then the level of Ana is REGULAR
      And these events are delivered:
        | kyc.session_failed   |
        | kyc.session_failed   |
        | kyc.session_verified |
        | kyc.state_updated    |

    @KYC-7.10
    Scenario: A list of several sessions comes in pages
      When the operator rejects the KYC session of Ana
      And the merchant opens a KYC session for Ana
      And the merchant sends GET /api/v1/account/users/{ana}/identity-verifications?page=2&pageSize=1
      Then the answer contains:
        """
        sessions: [{id: "{any}"}]
        pagination: {page: 2, pageSize: 1, numPages: 2, total: 2, next: null, previous: "{any}"}
        """
