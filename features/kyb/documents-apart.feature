Feature: Several documents of a session
  Each document that is read alone shows its own facts, not those of another
  document of the session.

  Background:
    Given a merchant who listens for events
    And Acme has a new KYB session

  @source-K
  Rule: KYB-2 A document is uploaded as a form of category, type and file, one document per request

    @KYB-2.15 @decided
    Scenario: Two documents that are read alone show their own types and file names
      When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      Then the answer contains:
        """
        {id: "{uuid as first}", fileSize: "{any as firstSize}"}
        """
      When the merchant uploads "bill.jpg" as PROOF_OF_ADDRESS for Acme
      Then the answer contains:
        """
        {id: "{acme.document}", fileSize: "{any as secondSize}"}
        """
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents/{first}
      Then the answer contains:
        """
        {id: "{first}", type: MEMORANDUM_ARTICLES, fileName: articles.pdf, fileSize: "{firstSize}"}
        """
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents/{acme.document}
      Then the answer contains:
        """
        {id: "{acme.document}", type: PROOF_OF_ADDRESS, fileName: bill.jpg, fileSize: "{secondSize}"}
        """

  @source-K
  Rule: KYB-6 The documents of a session can be listed at any time

    @KYB-6.5 @source-R
    Scenario: The list shows each document with its own file name and size
      When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      Then the answer contains:
        """
        fileSize: "{any as firstSize}"
        """
      When the merchant uploads "bill.jpg" as PROOF_OF_ADDRESS for Acme
      Then the answer contains:
        """
        fileSize: "{any as secondSize}"
        """
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        - {fileName: articles.pdf, fileSize: "{firstSize}"}
        - {id: "{acme.document}", fileName: bill.jpg, fileSize: "{secondSize}"}
        """
