Feature: Accessibility of the Portal
  Everybody can read every page, find each control by its name and use it with
  the keyboard, on every screen size and in both colour schemes. Hostile text
  of others is shown as plain text.

  Background:
    Given a merchant who listens for events
    And the operator works in the Portal's pages

  @PORTAL-12 @needs-browser
  Scenario: Everybody can use every page of a new merchant
    Then everybody can use every page of the Portal

  @PORTAL-13 @needs-browser
  Scenario: Everybody can use every page with money, people and companies
    Given Ana has a EUR account holding EUR 500.00
    And Ana's EUR account has a pending vIBAN
    And Bruno has an open KYC session
    And Acme has a submitted KYB session
    And payouts are held
    When the merchant pays EUR 200.00 out of Ana's EUR account
    And the merchant asks for a card payin of EUR 30.00 to Ana's EUR account
    And a bank payin of EUR 100.00 to Ana's EUR account fails
    And the operator declares Olga as SHAREHOLDER of Acme
    And the operator rejects the KYC session of Bruno
    And 8 days pass
    Then everybody can use every page of the Portal

  @PORTAL-14 @needs-browser
  Scenario: The pages show hostile text in users' data as plain text
    When the merchant registers Ana
      """
      {name: "{hostile}", surname: "{hostile}", email: "{hostile.email}", documentNumber: "{hostile}",
       address: "{hostile}", addressLine2: "{hostile}", city: "{hostile}", province: "{hostile}",
       postalCode: "{hostile}", professionalSector: "{hostile}",
       isPublicOffice: true, publicOfficeCountry: ES, publicOfficePosition: "{hostile}",
       hasPepCloseAssociate: true, pepAssociateCountry: FR,
       pepAssociateName: "{hostile}", pepAssociatePosition: "{hostile}"}
      """
    Then the answer is 201
    When the merchant opens a KYC session for Ana
    And the operator rejects the KYC session of Ana
      """
      checks:
        - type: face-matching
          reasons: [{code: "{hostile}", message: "{hostile}", category: "{hostile}"}]
      """
    Then the answer is 200
    And everybody can use every page of the Portal
      """
      /users?search={hostile.80}
      /orders?search={hostile.80}
      /accounts?search={hostile.80}
      """

  @PORTAL-17 @needs-browser
  Scenario: The pages show hostile text about money as plain text
    Given Ana is a verified user
    When the merchant opens a EUR account for Ana
      """
      label: "{hostile}"
      """
    Then the answer is 201
    When a bank payin of EUR 900.00 to Ana's EUR account settles
    And the merchant asks for a card payin of EUR 30.00 to Ana's EUR account
      """
      reference: "{hostile}"
      urlSuccess: "https://shop.example/?'onfocus='strangerWasHere=1'"
      payer: {name: "{hostile.80}", surname: "{hostile}", email: bruno@example.com, phone: "+351912345678",
        birthdate: "1985-11-02", documentType: PASSPORT, documentNumber: CA123456,
        address: Rua Augusta 20, city: Lisboa, postalCode: 1100-053, country: PT}
      """
    Then the answer is 201
    When the payer pays on the payment page
    And the merchant asks for a card payin of EUR 30.00 to Ana's EUR account
      """
      reference: "{hostile}"
      """
    Then the answer is 201
    When the merchant pays EUR 200.00 out of Ana's EUR account
      """
      {reference: "{hostile}", recipient: {accountHolder: "{hostile}", bankName: "{hostile}"}}
      """
    Then the order is completed
    When the merchant asks for a SEPA vIBAN for Ana's EUR account
      """
      name: "{hostile.140}"
      """
    Then the answer is 201
    When the operator rejects the vIBAN
      """
      reason: "{hostile}"
      """
    Then the answer is 200
    And everybody can use every page of the Portal

  @PORTAL-18 @needs-browser
  Scenario: The pages show a hostile answer of an endpoint as plain text
    Given Ana is a verified user
    And the merchant's endpoint answers 404
      """
      {hostile.10000}
      """
    When the merchant opens a EUR account for Ana
    Then these events arrive:
      | account.activated |
    And everybody can use every page of the Portal
