Feature: Requests for more documents
  Compliance can ask for more documents. The merchant adds them and submits
  again; documents that were submitted before cannot be deleted.

  Background:
    Given a merchant who listens for events

  @source-K
  Rule: KYB-14 Compliance may ask for more documents, which are added and submitted again

    @KYB-14.1
    Scenario: Compliance can ask for more documents
      Given Acme has a submitted KYB session
      When the operator requests information on the KYB session of Acme
        """
        message: Please add the financial statements of last year.
        """
      Then as decided, the KYB session of Acme is INFO_REQUESTED
      And the level of Acme is LIGHT

    @KYB-14.2 @decided
    Scenario: A request for more documents sends no event
      Given the merchant listens only for "kyb.state_updated, related_party.kyc_session_created"
      And Acme has a submitted KYB session
      And Globex has a submitted KYB session
      When the operator requests information on the KYB session of Acme
      And the operator approves the KYB session of Globex
      Then these events are delivered:
        | event             | data.userId |
        | kyb.state_updated | {globex}    |

    @KYB-14.3
    Scenario Outline: The document <type> can be added after a request for more documents
      Given Acme has a reopened KYB session
      When the merchant uploads "statements.xls" as <type> for Acme
      Then the answer is 201
      And as decided, the KYB session of Acme is INFO_REQUESTED

      Examples: Any type
        | type                 |
        | FINANCIAL_STATEMENTS |
        | LICENSES_PERMITS     |
        | OTHER                |
        | MEMORANDUM_ARTICLES  |

    @KYB-14.4
    Scenario: A second submission returns the session to review
      Given Acme has a reopened KYB session
      When the merchant uploads "statements.xls" as FINANCIAL_STATEMENTS for Acme
      And the merchant submits the KYB session of Acme
      Then the answer is 200
      And the KYB session of Acme is IN_REVIEW
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        - {type: MEMORANDUM_ARTICLES}
        - {type: BUSINESS_NUMBER}
        - {type: PROOF_OF_ADDRESS}
        - {type: DIRECTORS_SHAREHOLDERS_REG}
        - {id: "{acme.document}", type: FINANCIAL_STATEMENTS, fileName: statements.xls}
        """

    @KYB-14.5 @decided
    Scenario: A session can be submitted again without new documents
      Given Acme has a reopened KYB session
      When the merchant submits the KYB session of Acme
      Then the answer is 200
      And the KYB session of Acme is IN_REVIEW

    @KYB-14.6 @decided
    Scenario: Documents of an earlier submission cannot be deleted
      Given Acme has a reopened KYB session
      When the merchant deletes the last document of Acme
      Then it is refused with 409 session_submitted
      And nothing has changed

    @KYB-14.7 @decided
    Scenario: Documents added after the request for more can be deleted
      Given Acme has a reopened KYB session
      When the merchant uploads "statements.xls" as OTHER for Acme
      And the merchant deletes the last document of Acme
      Then the answer is 204

    @KYB-14.8 @decided
    Scenario: Added documents cannot be deleted after the second submission
      Given Acme has a reopened KYB session
      When the merchant uploads "statements.xls" as OTHER for Acme
      And the merchant submits the KYB session of Acme
      And the operator requests information on the KYB session of Acme
      And the merchant deletes the last document of Acme
      Then it is refused with 409 session_submitted

    @KYB-14.9
    Scenario: A session can be approved after two requests for more documents
      Given Acme has a reopened KYB session
      When the merchant submits the KYB session of Acme
      And the operator requests information on the KYB session of Acme
      And the merchant submits the KYB session of Acme
      And the operator approves the KYB session of Acme
      Then the KYB session of Acme is APPROVED
      And the level of Acme is REGULAR
      And these events are delivered:
        | kyb.state_updated |

    @KYB-14.10 @decided
    Scenario Outline: Compliance cannot ask for more documents in <session>
      Given Acme has <session>
      When the operator requests information on the KYB session of Acme
      Then it is refused with 409 <code>
      And nothing has changed

      Examples: Not in review
        | session                 | code               |
        | a new KYB session       | invalid_transition |
        | a complete KYB session  | invalid_transition |
        | a reopened KYB session  | invalid_transition |
        | an approved KYB session | session_final      |
        | a rejected KYB session  | session_final      |

    @KYB-14.11
    Scenario: A file of another kind is refused after a request for more documents, too
      Given Acme has a reopened KYB session
      When the merchant uploads "articles.exe" as OTHER for Acme
        """
        content: articles.pdf
        """
      Then it is refused with 422 unsupported_file_type
        | field | code        |
        | /file | not_allowed |
      And nothing has changed
