Feature: Submission after a refusal
  A refused submission leaves the session open. Each later refusal names what is still
  missing, and the session can be submitted once nothing is.

  Background:
    Given a merchant who listens for events

  @source-K
  Rule: KYB-8 A session is submitted only with all four mandatory documents; a refusal names the missing ones

    @KYB-8.7
    Scenario: A second refusal names only the document that is still missing
      Given Acme has a new KYB session
      When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
      And the merchant uploads "articles.pdf" as BUSINESS_NUMBER for Acme
      And the merchant submits the KYB session of Acme
      Then it is refused with 422 missing_documents
      And as decided, the answer contains:
        """
        missing: [PROOF_OF_ADDRESS, DIRECTORS_SHAREHOLDERS_REG]
        """
      When the merchant uploads "articles.pdf" as PROOF_OF_ADDRESS for Acme
      And the merchant submits the KYB session of Acme
      Then it is refused with 422 missing_documents
      And as decided, the answer contains:
        """
        missing: [DIRECTORS_SHAREHOLDERS_REG]
        """
      When the merchant uploads "shareholders.docx" as DIRECTORS_SHAREHOLDERS_REG for Acme
      And the merchant submits the KYB session of Acme
      Then the answer is 200
      And the KYB session of Acme is IN_REVIEW
