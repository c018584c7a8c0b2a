Feature: KYB document
  A document is a file with its category and its type. Each document is
  uploaded by a request of its own.

  Background:
    Given a merchant who listens for events
    And Acme has a new KYB session

  @source-K
  Rule: KYB-2 A document is uploaded as a form of category, type and file, one document per request

    @KYB-2.1
    Scenario: An uploaded document gets an id
      When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      Then the answer is 201
      And the answer is valid as "kyb-document"
      And as the reference says, the answer contains:
        """
        id: "{uuid}"
        kybSessionId: "{acme.kyb}"
        category: COMPANY_INFO
        type: MEMORANDUM_ARTICLES
        fileName: articles.pdf
        fileSize: 616
        """

    @KYB-2.2 @decided
    Scenario: A new document matches its snapshot
      When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      Then the answer matches its snapshot

    @KYB-2.3 @source-R
    Scenario: The session shows its documents
      When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      And the merchant uploads "bill.jpg" as PROOF_OF_ADDRESS for Acme
      And the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions
      Then the answer contains:
        """
        - state: CREATED
          documents: [{fileName: articles.pdf}, {id: "{acme.document}", fileName: bill.jpg}]
        """

    @KYB-2.4 @decided
    Scenario: A document is found by its id
      When the merchant uploads "articles.pdf" as OTHER for Acme
      And the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents/{acme.document}
      Then the answer is 200
      And the answer is valid as "kyb-document"
      And the answer contains:
        """
        id: "{acme.document}"
        type: OTHER
        reviewState: PENDING
        reviewedAt: null
        """

    @KYB-2.5
    Scenario Outline: Compliance sees <file> byte for byte
      When the merchant uploads "<file>" as OTHER for Acme
      Then the answer is 201
      And the operator sees the last document of Acme as it was sent

      Examples: Texts, workbooks and pictures
        | file              |
        | articles.pdf      |
        | shareholders.docx |
        | permit.doc        |
        | statements.xlsx   |
        | statements.xls    |
        | bill.jpg          |
        | bill.jpeg         |
        | certificate.png   |

    @KYB-2.6
    Scenario Outline: A document without <part> is refused
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        <part>: null
        """
      Then it is refused with 422 validation_failed
        | field   | code     |
        | /<part> | required |
      And nothing has changed

      Examples: The three parts
        | part     |
        | category |
        | type     |
        | file     |

    @KYB-2.7
    Scenario: One refusal names all missing parts
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        category: KYB
        type: null
        file: null
        """
      Then it is refused with 422 validation_failed
        | field     | code          |
        | /category | unknown_value |
        | /type     | required      |
        | /file     | required      |
      And nothing has changed

    @KYB-2.8
    Scenario Outline: A form with <what> is refused
      When the merchant sends POST /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents with the header "Content-Type: multipart/form-data"
        """
        <parts>
        """
      Then it is refused with 422 validation_failed
        | field   | code   |
        | <field> | <code> |
      And nothing has changed

      Examples: One document a call
        | what      | parts                                                                       | field | code        |
        | two files | {category: COMPANY_INFO, type: OTHER, file: ["@articles.pdf", "@bill.jpg"]} | /file | not_allowed |

      @decided
      Examples: One value a part
        | what              | parts                                                                           | field     | code        |
        | two types         | {category: COMPANY_INFO, type: [OTHER, BUSINESS_NUMBER], file: "@articles.pdf"} | /type     | not_allowed |
        | two categories    | {category: [COMPANY_INFO, COMPANY_INFO], type: OTHER, file: "@articles.pdf"}    | /category | not_allowed |
        | a text for a file | {category: COMPANY_INFO, type: OTHER, file: the articles}                       | /file     | wrong_type  |

    @KYB-2.9 @decided @needs-idempotency
    Scenario: A document sent twice with one idempotency key is stored once
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        idempotencyKey: articles-1
        """
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        [{id: "{acme.document}"}]
        """

    @KYB-2.13
    Scenario: Compliance sees the second document of a session as it was sent, too
      When the merchant uploads "articles.pdf" as OTHER for Acme
      And the merchant uploads "bill.jpg" as OTHER for Acme
      Then the operator sees the last document of Acme as it was sent
