Feature: A Portal for everybody
  Whatever the screen, the light, the hand or the eye: every page can be read, found by name
  and used with the keyboard, and nothing that strangers write does anything there.

  Background:
    Given a merchant who listens for events
    And the operator works in the Portal's pages

  @PORTAL-12 @needs-browser
  Scenario: Before anything has happened
    Then everybody can use every page of the Portal

  @PORTAL-13 @needs-browser
  Scenario: With money, people and companies
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
  Scenario: With the worst that strangers can write
    Given Acme has a submitted KYB session
    When the merchant registers Ana
      """
      {name: "{hostile}", surname: "{hostile}"}
      """
    Then the answer is 201
    When the merchant opens a KYC session for Ana
    And the operator rejects the KYC session of Ana
      """
      checks:
        - type: face-matching
          reasons: [{code: "{hostile}", message: "{hostile}", category: "{hostile}"}]
      """
    And the operator sets the level of Ana to REGULAR
    And the merchant opens a EUR account for Ana
      """
      label: "{hostile}"
      """
    Then the answer is 201
    When a bank payin of EUR 900.00 to Ana's EUR account settles
    And the merchant asks for a card payin of EUR 30.00 to Ana's EUR account
      """
      reference: "{hostile}"
      """
    Then the answer is 201
    When the merchant pays EUR 200.00 out of Ana's EUR account
      """
      reference: "{hostile}"
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
    And the operator declares Olga as SHAREHOLDER of Acme
      """
      {firstName: "{hostile}", lastName: "{hostile}"}
      """
    And the operator rejects the KYB session of Acme
      """
      reason: "{hostile}"
      """
    Then the answer is 200
    And everybody can use every page of the Portal
