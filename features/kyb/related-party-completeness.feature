Feature: Every related party counts
  A company is approved only when the last of its related parties is verified,
  whatever has happened to its session in the meantime.

  Background:
    Given a merchant who listens for events
    And Acme has a submitted KYB session

  @source-K
  Rule: KYB-12 Approval needs every related party to be verified; a refusal names those who are not

    @KYB-12.10
    Scenario: It is not enough that the related party who was declared first is verified
      When the operator declares Carla as UBO of Acme
      And the operator declares Bruno as SHAREHOLDER of Acme
      And the operator approves the KYC session of Carla
      And the operator approves the KYB session of Acme
      Then it is refused with 409 related_parties_pending
      And as decided, the answer contains:
        """
        missing: [Bruno Garcia]
        """
      And the KYB session of Acme is IN_REVIEW
      And the level of Acme is LIGHT

    @KYB-12.11
    Scenario: Related parties still count after a request for more documents
      When the operator declares Carla as UBO of Acme
      And the operator requests information on the KYB session of Acme
      And the merchant uploads "statements.xls" as FINANCIAL_STATEMENTS for Acme
      And the merchant submits the KYB session of Acme
      And the operator approves the KYB session of Acme
      Then it is refused with 409 related_parties_pending
      And the level of Acme is LIGHT
      When the operator approves the KYC session of Carla
      And the operator approves the KYB session of Acme
      Then the KYB session of Acme is APPROVED
      And the level of Acme is REGULAR
