Feature: KYB session
  A company is verified by documents. The merchant opens a session, collects
  the documents in it and submits it to compliance.

  Background:
    Given a merchant who listens for events

  @source-K
  Rule: KYB-1 A new session of a company has no documents, and all sessions of the company are listed

    @KYB-1.1
    Scenario: A new session is created without documents
      Given Acme is a new user
      When the merchant opens a KYB session for Acme
      Then the answer is 201
      And the answer is valid as "kyb-session"
      And the answer contains:
        """
        id: "{uuid}"
        documents: []
        """
      And as the reference says, the answer contains:
        """
        state: CREATED
        createdAt: "{timestamp}"
        """

    @KYB-1.2 @decided
    Scenario: A new session matches its snapshot
      Given Acme is a new user
      When the merchant opens a KYB session for Acme
      Then the answer matches its snapshot

    @KYB-1.3
    Scenario: A new session does not change the level
      Given Acme is a new user
      When the merchant opens a KYB session for Acme
      Then as the reference says, the KYB session of Acme is CREATED
      And the level of Acme is LIGHT

    @KYB-1.4
    Scenario: Each session of a company is listed
      Given Acme has a rejected KYB session
      When the merchant opens a KYB session for Acme
      And the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions
      Then the answer is 200
      And the answer matches its snapshot
      And the answer is valid as "kyb-session-list"
      And as decided, the answer contains:
        """
        - {state: REJECTED}
        - {id: "{acme.kyb}", state: CREATED, documents: []}
        """

    @KYB-1.5
    Scenario: A company that never had a session has an empty list
      Given Acme is a new user
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions
      Then the answer is 200
      And the answer contains:
        """
        []
        """

    @KYB-1.6 @decided
    Scenario: A session is found by its id
      Given Acme has a new KYB session
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}
      Then the answer is 200
      And the answer matches its snapshot
      And the answer is valid as "kyb-session"
      And the answer contains:
        """
        id: "{acme.kyb}"
        state: CREATED
        """

    @KYB-1.7 @needs-idempotency @decided
    Scenario: A repeated request with one idempotency key opens one session
      Given Acme is a new user
      When the merchant sends POST /api/v1/account/business-user/{acme}/kyb-sessions with the header "Idempotency-Key: acme-1"
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same

  @source-K
  Rule: KYB-16 A KYB session belongs to a company and is found only under its own user id

    @KYB-16.1
    Scenario Outline: No session is opened for <whom>
      Given Ana is a new user
      When the merchant sends POST /api/v1/account/business-user/<id>/kyb-sessions
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Not a company
        | whom                  | id        |
        | a person              | {ana}     |
        | somebody unknown      | {unknown} |
        | an invalid identifier | acme      |

    @KYB-16.2
    Scenario Outline: Reading <what> under <whose> path is refused as not found
      Given Acme has a complete KYB session
      And Globex has a new KYB session
      And Ana is a new user
      When the merchant sends GET /api/v1/account/business-user/<path>
      Then it is refused with 404 not_found

      Examples: Wrong paths
        | what                | whose             | path                                                         |
        | the list            | a person's        | {ana}/kyb-sessions                                           |
        | the list            | nobody's          | {unknown}/kyb-sessions                                       |
        | a session           | another company's | {globex}/kyb-sessions/{acme.kyb}                             |
        | a session           | a person's        | {ana}/kyb-sessions/{acme.kyb}                                |
        | a session           | its own           | {acme}/kyb-sessions/{unknown}                                |
        | a list of documents | another company's | {globex}/kyb-sessions/{acme.kyb}/documents                   |
        | a list of documents | its own           | {acme}/kyb-sessions/{globex.kyb}/documents                   |
        | a document          | another company's | {globex}/kyb-sessions/{acme.kyb}/documents/{acme.document}   |
        | a document          | another company's | {globex}/kyb-sessions/{globex.kyb}/documents/{acme.document} |
        | a document          | its own           | {acme}/kyb-sessions/{acme.kyb}/documents/{unknown}           |

    @KYB-16.3
    Scenario Outline: The request that <does> under the path of another user is refused
      Given Acme has a complete KYB session
      And Globex has a new KYB session
      When the merchant sends <method> /api/v1/account/business-user/<path>
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Operations that change something
        | does               | method | path                                                         |
        | submits            | POST   | {globex}/kyb-sessions/{acme.kyb}/submit                      |
        | submits            | POST   | {acme}/kyb-sessions/{unknown}/submit                         |
        | uploads            | POST   | {globex}/kyb-sessions/{acme.kyb}/documents                   |
        | deletes a document | DELETE | {globex}/kyb-sessions/{acme.kyb}/documents/{acme.document}   |
        | deletes a document | DELETE | {globex}/kyb-sessions/{globex.kyb}/documents/{acme.document} |
        | deletes a document | DELETE | {acme}/kyb-sessions/{acme.kyb}/documents/{unknown}           |
