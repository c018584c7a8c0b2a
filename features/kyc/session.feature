Feature: Identity verification session
  A user is verified in a session of seven days. The merchant opens the
  session, passes on the address of its page and waits for the outcome.

  Background:
    Given a merchant who listens for events

  @source-W @source-R
  Rule: KYC-1 A session is opened for a user, has a page of its own and lasts seven days

    @KYC-1.1
    Scenario: A new session is not started and expires after seven days
      Given Ana is a new user
      When the merchant opens a KYC session for Ana
      Then the answer is 201
      And the answer is valid as "kyc-session"
      And the answer contains:
        """
        id: "{uuid}"
        hostedUrl: "{url}"
        """
      And as the reference says, the answer contains:
        """
        state: NOT_STARTED
        createdAt: "{timestamp}"
        expiresAt: "{createdAt + 7 days}"
        """

    @KYC-1.2 @decided
    Scenario: A new session matches its snapshot
      Given Ana is a new user
      When the merchant opens a KYC session for Ana
      Then the answer matches its snapshot

    @KYC-1.3
    Scenario: A new session does not change the level
      Given Ana is a new user
      When the merchant opens a KYC session for Ana
      Then the KYC session of Ana is NOT_STARTED
      And the level of Ana is LIGHT

    @KYC-1.4 @source-R
    Scenario: Each session of a user is listed
      Given Ana has an open KYC session
      When the merchant sends GET /api/v1/account/users/{ana}/identity-verifications
      Then the answer is 200
      And the answer matches its snapshot
      And the answer is valid as "kyc-session-list"
      And the answer contains:
        """
        sessions: [{id: "{ana.session}", state: NOT_STARTED, created_at: "{timestamp}", expiresAt: "{created_at + 7 days}"}]
        pagination: {page: 1, pageSize: 30, numPages: 1, total: 1, next: null, previous: null}
        """

    @KYC-1.5 @decided
    Scenario: A session is found by its id
      Given Ana has an open KYC session
      When the merchant sends GET /api/v1/account/users/{ana}/identity-verifications/{ana.session}
      Then the answer is 200
      And the answer is valid as "kyc-session"
      And the answer contains:
        """
        id: "{ana.session}"
        state: NOT_STARTED
        """
      When the user follows the hosted URL in the answer
      Then the answer is 200

    @KYC-1.6 @source-R
    Scenario: The checks of an approved session have all passed
      Given Ana is a verified user
      When the merchant sends GET /api/v1/account/users/{ana}/identity-verifications/{ana.session}/checks
      Then the answer is 200
      And the answer matches its snapshot
      And the answer is valid as "kyc-checks"
      And the answer contains:
        """
        session_id: "{ana.session}"
        """
      And as decided, the answer contains:
        """
        checks: [{state: Validated}, {state: Validated}]
        """

    @KYC-1.7
    Scenario: A session for an unknown user is refused
      When the merchant sends POST /api/v1/account/users/{unknown}/identity-verifications
      Then it is refused with 404 not_found
      And nothing has changed

    @KYC-1.8 @decided
    Scenario Outline: Reading <what> under <whose> path is refused as not found
      Given Ana has an open KYC session
      And Bruno is a new user
      And Acme is a new user
      When the merchant sends GET /api/v1/account/users/<path>
      Then it is refused with 404 not_found

      Examples: Wrong paths
        | what       | whose           | path                                                |
        | a session  | somebody else's | {bruno}/identity-verifications/{ana.session}        |
        | a session  | nobody's        | {unknown}/identity-verifications/{ana.session}      |
        | a session  | another         | {ana}/identity-verifications/{unknown}              |
        | the checks | somebody else's | {bruno}/identity-verifications/{ana.session}/checks |
        | a session  | a company's     | {acme}/identity-verifications/{ana.session}         |
        | the list   | a company's     | {acme}/identity-verifications                       |
        | the list   | nobody's        | {unknown}/identity-verifications                    |

    @KYC-1.9
    Scenario: The page of a session opens at its hosted URL
      Given Ana is a new user
      When the merchant opens a KYC session for Ana
      And the user follows the hosted URL in the answer
      Then the answer is 200
