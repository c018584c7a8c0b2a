Feature: Verification of a company on the pages
  Compliance carries out the whole verification of a company, from the
  documents to the decision, on the page of the case.

  Background:
    Given a merchant who listens for events
    And the operator works in the Portal's pages

  @PORTAL-9 @needs-browser
  Scenario: A company can be verified on the pages from its documents to its approval
    Given Acme has a submitted KYB session
    When the operator requests information on the KYB session of Acme
      """
      message: The shareholders' register is missing a page.
      """
    Then the KYB session of Acme is INFO_REQUESTED
    When the merchant uploads "articles.pdf" as MEMORANDUM_ARTICLES for Acme
    And the merchant submits the KYB session of Acme
    Then the KYB session of Acme is IN_REVIEW
    When the operator declares Olga as AUTHORIZED_REPRESENTATIVE of Acme
      """
      phoneNumber: "+34612345678"
      """
    Then the answer is 201
    When the operator approves the KYB session of Acme
    Then the answer is 409
    And the KYB session of Acme is IN_REVIEW
    When the operator approves the KYC session of Olga
    Then the KYC session of Olga is VERIFIED
    When the operator approves the KYB session of Acme
    Then the KYB session of Acme is APPROVED
    And the level of Acme is REGULAR
    And these events are delivered:
      | related_party.kyc_session_created |
      | kyc.session_verified              |
      | kyc.state_updated                 |
      | kyb.state_updated                 |

  @PORTAL-10 @needs-browser
  Scenario: The page says beside each field what is wrong with a declaration
    Given Acme has a submitted KYB session
    When the operator declares Olga as SHAREHOLDER of Acme
      """
      email: no address
      nationality: ZZ
      """
    Then the answer is 422
    And the answer contains:
      """
      faults: {E-mail address: "{any}", Nationality: "{any}"}
      typed: {E-mail address: no address}
      """
    And nothing has changed

  @PORTAL-11 @needs-browser
  Scenario: A company is rejected with a reason and sends no event
    Given Acme has a submitted KYB session
    And Globex has a submitted KYB session
    When the operator rejects the KYB session of Acme
      """
      reason: The certificate is not readable.
      """
    Then the KYB session of Acme is REJECTED
    And the level of Acme is LIGHT
    When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents/{acme.document}
    Then the answer contains:
      """
      reviewState: REJECTED
      rejectionReason: The certificate is not readable.
      """
    When the operator approves the KYB session of Globex
    Then these events are delivered:
      | event             | data.userId |
      | kyb.state_updated | {globex}    |

  @PORTAL-15 @needs-browser
  Scenario: A rejected related party is given another session on the page
    Given Acme has a submitted KYB session
    When the operator declares Olga as SHAREHOLDER of Acme
    And the operator rejects the KYC session of Olga
    And the operator opens a KYC session for Olga
    Then the answer is 201
    When the operator approves the KYC session of Olga
    Then the KYC session of Olga is VERIFIED
    And these events are delivered:
      | related_party.kyc_session_created |
      | kyc.session_failed                |
      | related_party.kyc_session_created |
      | kyc.session_verified              |
      | kyc.state_updated                 |

  @PORTAL-16 @needs-browser
  Scenario Outline: The document <file> is shown on the page of the case
    Given Acme has a new KYB session
    When the merchant uploads "<file>" as OTHER for Acme
    Then the answer is 201
    And the operator sees the last document of Acme as it was sent
    And the answer has the header "Content-Type" with "<type>"
    And the answer has the header "X-Content-Type-Options" with "nosniff"

    Examples: Documents that a browser can show
      | file            | type            |
      | articles.pdf    | application/pdf |
      | certificate.png | image/png       |
      | bill.jpg        | image/jpeg      |
      | BILL.JPEG       | image/jpeg      |
