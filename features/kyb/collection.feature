Feature: Documents of a session
  Until a session is submitted, the merchant can add, read and delete its
  documents.

  Background:
    Given a merchant who listens for events

  @source-K
  Rule: KYB-6 The documents of a session can be listed at any time

    @KYB-6.1
    Scenario: A new session has no documents
      Given Acme has a new KYB session
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer is 200
      And the answer contains:
        """
        []
        """

    @KYB-6.2
    Scenario Outline: The documents of <session> are listed
      Given Acme has <session>
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer is 200
      And the answer is valid as "kyb-document-list"
      And the answer contains:
        """
        - {type: MEMORANDUM_ARTICLES, fileName: articles.pdf}
        - {type: BUSINESS_NUMBER, fileName: certificate.png}
        - {type: PROOF_OF_ADDRESS, fileName: bill.jpg}
        - {type: DIRECTORS_SHAREHOLDERS_REG, fileName: shareholders.docx}
        """

      Examples: Every stage
        | session                 |
        | a complete KYB session  |
        | a submitted KYB session |
        | a reopened KYB session  |
        | an approved KYB session |
        | a rejected KYB session  |

    @KYB-6.3
    Scenario: Each session lists its own documents
      Given Acme has a complete KYB session
      And Globex has a new KYB session
      When the merchant uploads "permit.doc" as LICENSES_PERMITS for Globex
      And the merchant sends GET /api/v1/account/business-user/{globex}/kyb-sessions/{globex.kyb}/documents
      Then the answer contains:
        """
        [{id: "{globex.document}", fileName: permit.doc}]
        """

    @KYB-6.4
    Scenario: All documents are listed, however many
      Given Acme has a complete KYB session
      When the merchant uploads "statements.xlsx" as FINANCIAL_STATEMENTS for Acme
      And the merchant uploads "permit.doc" as LICENSES_PERMITS for Acme
      And the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        [{type: MEMORANDUM_ARTICLES}, {type: BUSINESS_NUMBER}, {type: PROOF_OF_ADDRESS},
          {type: DIRECTORS_SHAREHOLDERS_REG}, {type: FINANCIAL_STATEMENTS}, {type: LICENSES_PERMITS}]
        """

  @source-K
  Rule: KYB-7 A document can be deleted before submission and never afterwards

    @KYB-7.1
    Scenario: A document can be deleted before submission
      Given Acme has a new KYB session
      When the merchant uploads "articles.pdf" as OTHER for Acme
      And the merchant uploads "bill.jpg" as OTHER for Acme
      And the merchant deletes the last document of Acme
      Then the answer is 204
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        [{fileName: articles.pdf}]
        """

    @KYB-7.2 @decided
    Scenario: A deleted document is no longer listed or readable
      Given Acme has a complete KYB session
      When the merchant deletes the last document of Acme
      And the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents/{acme.document}
      Then it is refused with 404 not_found

    @KYB-7.3 @decided
    Scenario: A second deletion of a document is refused
      Given Acme has a complete KYB session
      When the merchant deletes the last document of Acme
      And the merchant deletes the last document of Acme
      Then it is refused with 404 not_found

    @KYB-7.4
    Scenario Outline: A document of <session> cannot be deleted
      Given Acme has <session>
      When the merchant deletes the last document of Acme
      Then it is refused with 409 session_submitted
      And nothing has changed

      Examples: After submission
        | session                 |
        | a submitted KYB session |

      @decided
      Examples: While more documents are awaited
        | session                |
        | a reopened KYB session |

      Examples: After the decision
        | session                 |
        | an approved KYB session |
        | a rejected KYB session  |

  @source-K
  Rule: KYB-10 Optional documents may be added until submission

    @KYB-10.1
    Scenario Outline: The optional document <type> can be added to a complete session
      Given Acme has a complete KYB session
      When the merchant uploads "statements.xlsx" as <type> for Acme
      Then the answer is 201
      When the merchant submits the KYB session of Acme
      Then the answer is 200
      And the KYB session of Acme is IN_REVIEW
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        [{type: MEMORANDUM_ARTICLES}, {type: BUSINESS_NUMBER}, {type: PROOF_OF_ADDRESS},
          {type: DIRECTORS_SHAREHOLDERS_REG}, {id: "{acme.document}", type: <type>}]
        """

      Examples: Optional documents
        | type                 |
        | FINANCIAL_STATEMENTS |
        | LICENSES_PERMITS     |
        | OTHER                |

    @KYB-10.2
    Scenario: An optional document is refused after submission
      Given Acme has a submitted KYB session
      When the merchant uploads "statements.xlsx" as FINANCIAL_STATEMENTS for Acme
      Then it is refused with 409 session_submitted
      And nothing has changed
