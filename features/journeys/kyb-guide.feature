Feature: The guide to KYB sessions, from session to account
  A company becomes REGULAR: the merchant uploads its documents and submits
  them, Compliance asks for one more, declares a related party, waits for that
  person's verification and approves.

  @GUIDE-7
  Scenario: The path of the KYB guide leads from a session to an account
    Given a merchant who listens for events
    When the merchant registers Acme
    Then the answer contains:
      """
      id: "{acme}"
      """
    And the level of Acme is LIGHT

    When the merchant opens a KYB session for Acme
    Then the answer is 201
    And the answer contains:
      """
      {id: "{acme.kyb}", kybId: "{any}", documents: [], createdAt: "{any}", updatedAt: "{any}"}
      """

    When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
    And the merchant uploads "certificate.png" as BUSINESS_NUMBER for Acme
    And the merchant uploads "bill.jpg" as PROOF_OF_ADDRESS for Acme
    And the merchant submits the KYB session of Acme
    Then it is refused
    When the merchant uploads "shareholders.docx" as DIRECTORS_SHAREHOLDERS_REG for Acme
    And the merchant uploads "permit.doc" as LICENSES_PERMITS for Acme
    And the merchant deletes the last document of Acme
    And the merchant uploads "statements.xlsx" as FINANCIAL_STATEMENTS for Acme
    And the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
    Then the answer is 200

    When the merchant submits the KYB session of Acme
    Then the KYB session of Acme is IN_REVIEW
    When the merchant uploads "permit.doc" as LICENSES_PERMITS for Acme
    Then it is refused
    When the merchant deletes the last document of Acme
    Then it is refused
    When the merchant submits the KYB session of Acme
    Then it is refused

    When the operator requests information on the KYB session of Acme
      """
      message: The licence of the company is missing.
      """
    And the merchant uploads "permit.doc" as LICENSES_PERMITS for Acme
    And the merchant submits the KYB session of Acme
    Then the KYB session of Acme is IN_REVIEW

    When the operator declares Jane as SHAREHOLDER of Acme
      """
      lastName: Doe
      """
    And the operator approves the KYB session of Acme
    Then it is refused
    And the level of Acme is LIGHT
    When the operator approves the KYC session of Jane
    Then the KYC session of Jane is VERIFIED

    When the operator approves the KYB session of Acme
    Then the KYB session of Acme is APPROVED
    And the level of Acme is REGULAR
    When the merchant opens a EUR account for Acme
    Then the answer is 201
    And Acme's EUR account holds EUR 0.00
    And these events are delivered, perhaps among others:
      | event                                  | data.userId | data.state |
      | kyb.state_updated or kyc.state_updated | {acme}      | REGULAR    |
