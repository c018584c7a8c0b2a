Feature: Hostile text in a company's data
  Hostile text in a company's data and in the names of its files is shown as
  plain text on every page.

  Background:
    Given a merchant who listens for events
    And the operator works in the Portal's pages

  @PORTAL-19 @needs-browser
  Scenario: The pages show hostile text in a company's data as plain text
    When the merchant registers Acme
      """
      company:
        legalName: "{hostile}"
        taxId: "{hostile}"
        addresses:
          registered: {line1: "{hostile}", city: "{hostile}", province: "{hostile}", postalCode: "{hostile}"}
          operational: {line1: "{hostile}", city: "{hostile}", province: "{hostile}", postalCode: "{hostile}", country: PT}
        incorporation: {constitutionType: OTHER, constitutionTypeOther: "{hostile}"}
        contact: {email: "{hostile.email}"}
      businessActivity:
        businessNature: "{hostile}"
        businessType: "{hostile}"
        businessTypeOther: "{hostile}"
        industryType: OTHER
        industryTypeOther: "{hostile}"
        revenueModel: "{hostile}"
        expectedMonthlyVolume: "{hostile}"
        existingProviders: {banks: ["{hostile}"], psps: ["{hostile}"]}
        fundsFlow:
          inwardsPayments: [{country: PT, percentage: 70, productSector: "{hostile}"}]
          outwardsPayments: [{country: ES, percentage: 100, productSector: "{hostile}"}]
        msbRelationship: {purposeOfTransactions: "{hostile}", targetClients: "{hostile}"}
        productsAndServices: ["{hostile}"]
        revenueBreakdown: [{percentage: 60, productOrService: "{hostile}"}]
      """
    Then the answer is 201
    And everybody can use every page of the Portal

  @PORTAL-20 @needs-browser
  Scenario: The pages show hostile names of files, persons and reasons as plain text
    Given Acme has a new KYB session
    When the merchant uploads "{hostile.240}.pdf" as MEMORANDUM_ARTICLES for Acme
      """
      content: articles.pdf
      """
    And the merchant uploads "{hostile.240}.docx" as DIRECTORS_SHAREHOLDERS_REG for Acme
      """
      content: shareholders.docx
      """
    And the merchant uploads "certificate.png" as BUSINESS_NUMBER for Acme
    And the merchant uploads "bill.jpg" as PROOF_OF_ADDRESS for Acme
    And the merchant submits the KYB session of Acme
    Then the KYB session of Acme is IN_REVIEW
    When the operator declares Olga as SHAREHOLDER of Acme
      """
      {firstName: "{hostile}", email: "{hostile.email}"}
      """
    Then the answer is 201
    When the operator declares Carla as SHAREHOLDER of Acme
      """
      lastName: "{hostile}"
      """
    Then the answer is 201
    When the operator requests information on the KYB session of Acme
      """
      message: "{hostile}"
      """
    Then the answer is 200
    When the operator rejects the KYB session of Acme
      """
      reason: "{hostile}"
      """
    Then the answer is 200
    And everybody can use every page of the Portal
