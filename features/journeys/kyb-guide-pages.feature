Feature: The guide to KYB sessions, with Compliance on the Portal's pages
  The same way as in the journey without a browser; here Compliance reviews,
  declares the related party and decides on the pages.

  @GUIDE-8 @needs-browser
  Scenario: The path of the KYB guide can be gone on the Portal's pages
    Given a merchant who listens for events
    And the operator works in the Portal's pages
    And Acme has a complete KYB session
    When the merchant submits the KYB session of Acme
    Then the KYB session of Acme is IN_REVIEW
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
