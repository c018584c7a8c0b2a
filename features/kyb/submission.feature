Feature: Submission
  When every mandatory document is there, the session can be handed over to compliance,
  once and for all.

  Background:
    Given a merchant who listens for events

  @source-K
  Rule: KYB-8 A session is submitted only with all four mandatory documents; a refusal names the missing ones

    @KYB-8.1
    Scenario: A complete session can be submitted
      Given Acme has a complete KYB session
      When the merchant submits the KYB session of Acme
      Then the answer is 200
      And the answer matches its snapshot
      And the answer is valid as "kyb-session"
      And the answer contains:
        """
        id: "{acme.kyb}"
        state: IN_REVIEW
        """
      And the KYB session of Acme is IN_REVIEW

    @KYB-8.2
    Scenario: A session without documents cannot be submitted
      Given Acme has a new KYB session
      When the merchant submits the KYB session of Acme
      Then it is refused with 422 missing_documents
        | field      | code     |
        | /documents | required |
        | /documents | required |
        | /documents | required |
        | /documents | required |
      And as decided, the answer contains:
        """
        missing: [MEMORANDUM_ARTICLES, BUSINESS_NUMBER, PROOF_OF_ADDRESS, DIRECTORS_SHAREHOLDERS_REG]
        """
      And nothing has changed

    @KYB-8.3
    Scenario Outline: A session without <missing> cannot be submitted
      Given Acme has a new KYB session
      When the merchant uploads "articles.pdf" as <first> for Acme
      And the merchant uploads "articles.pdf" as <second> for Acme
      And the merchant uploads "articles.pdf" as <third> for Acme
      And the merchant submits the KYB session of Acme
      Then it is refused with 422 missing_documents
        | field      | code     |
        | /documents | required |
      And as decided, the answer contains:
        """
        missing: [<missing>]
        """
      And as the reference says, the KYB session of Acme is CREATED

      Examples: Each mandatory document
        | missing                    | first               | second           | third                      |
        | MEMORANDUM_ARTICLES        | BUSINESS_NUMBER     | PROOF_OF_ADDRESS | DIRECTORS_SHAREHOLDERS_REG |
        | BUSINESS_NUMBER            | MEMORANDUM_ARTICLES | PROOF_OF_ADDRESS | DIRECTORS_SHAREHOLDERS_REG |
        | PROOF_OF_ADDRESS           | MEMORANDUM_ARTICLES | BUSINESS_NUMBER  | DIRECTORS_SHAREHOLDERS_REG |
        | DIRECTORS_SHAREHOLDERS_REG | MEMORANDUM_ARTICLES | BUSINESS_NUMBER  | PROOF_OF_ADDRESS           |

    @KYB-8.6
    Scenario: A session that was refused for a missing document can be completed and submitted
      Given Acme has a new KYB session
      When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      And the merchant uploads "articles.pdf" as BUSINESS_NUMBER for Acme
      And the merchant uploads "articles.pdf" as PROOF_OF_ADDRESS for Acme
      And the merchant submits the KYB session of Acme
      Then it is refused with 422 missing_documents
      When the merchant uploads "articles.pdf" as DIRECTORS_SHAREHOLDERS_REG for Acme
      Then the answer is 201
      When the merchant submits the KYB session of Acme
      Then the answer is 200
      And the answer contains:
        """
        {id: "{acme.kyb}", state: IN_REVIEW}
        """
      And the KYB session of Acme is IN_REVIEW

    @KYB-8.4
    Scenario: A deleted document counts as missing
      Given Acme has a complete KYB session
      When the merchant deletes the last document of Acme
      And the merchant submits the KYB session of Acme
      Then it is refused with 422 missing_documents
      And as decided, the answer contains:
        """
        missing: [DIRECTORS_SHAREHOLDERS_REG]
        """
      When the merchant uploads "shareholders.docx" as DIRECTORS_SHAREHOLDERS_REG for Acme
      And the merchant submits the KYB session of Acme
      Then the answer is 200

    @KYB-8.5
    Scenario: Optional documents do not replace a mandatory one
      Given Acme has a new KYB session
      When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      And the merchant uploads "articles.pdf" as OTHER for Acme
      And the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      And the merchant uploads "permit.doc" as LICENSES_PERMITS for Acme
      And the merchant submits the KYB session of Acme
      Then it is refused with 422 missing_documents
      And as decided, the answer contains:
        """
        missing: [BUSINESS_NUMBER, PROOF_OF_ADDRESS, DIRECTORS_SHAREHOLDERS_REG]
        """

  @source-K
  Rule: KYB-9 Submission puts a session in review and cannot be undone

    @KYB-9.1
    Scenario: A submitted session is in review, with all of its documents
      Given Acme has a complete KYB session
      When the merchant submits the KYB session of Acme
      Then the KYB session of Acme is IN_REVIEW
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        - {type: MEMORANDUM_ARTICLES}
        - {type: BUSINESS_NUMBER}
        - {type: PROOF_OF_ADDRESS}
        - {id: "{acme.document}", type: DIRECTORS_SHAREHOLDERS_REG}
        """
      And as decided, the answer contains:
        """
        - {}
        - {}
        - {}
        - {reviewState: PENDING}
        """

    @KYB-9.2
    Scenario: Submission does not change the level
      Given Acme has a complete KYB session
      When the merchant submits the KYB session of Acme
      Then the answer is 200
      And the level of Acme is LIGHT

    @KYB-9.10 @needs-clock
    Scenario: A submission moves the time of the last change
      Given Acme has a complete KYB session
      When 30 minutes pass
      And the merchant logs in
      Then the KYB session of Acme is CREATED
      When the merchant submits the KYB session of Acme
      Then the KYB session of Acme is IN_REVIEW
