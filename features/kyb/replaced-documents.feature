Feature: Documents that replace others
  A document that is deleted makes room for another one of its type, and what was uploaded after a refusal can be
  deleted like any other.

  Background:
    Given a merchant who listens for events

  @source-K
  Rule: KYB-7 A document can be deleted before submission and never afterwards

    @KYB-7.5
    Scenario: A document that was uploaded after a refused submission can be deleted
      Given Acme has a new KYB session
      When the merchant submits the KYB session of Acme
      Then it is refused with 422 missing_documents
      When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      And the merchant deletes the last document of Acme
      Then the answer is 204
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        []
        """

  @source-K
  Rule: KYB-2 A document is uploaded as a form of category, type and file, one document per request

    @KYB-2.16
    Scenario: After a deletion another document of the same type can be uploaded, and stays after submission
      Given Acme has a complete KYB session
      When the merchant uploads "permit.doc" as LICENSES_PERMITS for Acme
      And the merchant deletes the last document of Acme
      And the merchant uploads "certificate.png" as LICENSES_PERMITS for Acme
      Then the answer is 201
      When the merchant submits the KYB session of Acme
      Then the answer is 200
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then as decided, the answer contains:
        """
        - {}
        - {}
        - {}
        - {}
        - {type: LICENSES_PERMITS, fileName: certificate.png}
        """

    @KYB-2.17
    Scenario: Three documents of one type are kept
      Given Acme has a new KYB session
      When the merchant uploads "bill.jpg" as LICENSES_PERMITS for Acme
      And the merchant uploads "permit.doc" as LICENSES_PERMITS for Acme
      And the merchant uploads "certificate.png" as LICENSES_PERMITS for Acme
      Then the answer is 201
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        [{fileName: bill.jpg}, {fileName: permit.doc}, {fileName: certificate.png}]
        """

  @source-K
  Rule: KYB-8 A session is submitted only with all four mandatory documents; a refusal names the missing ones

    @KYB-8.8
    Scenario: A mandatory document that was uploaded twice and deleted once is there
      Given Acme has a complete KYB session
      When the merchant uploads "bill.jpg" as PROOF_OF_ADDRESS for Acme
      And the merchant sends DELETE /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents/{acme.document}
      And the merchant submits the KYB session of Acme
      Then the answer is 200
      And the KYB session of Acme is IN_REVIEW
