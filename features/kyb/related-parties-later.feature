Feature: Related parties that are declared late
  Whoever is declared after another related party was verified must be verified as well.

  Background:
    Given a merchant who listens for events
    And Acme has a submitted KYB session

  @source-K
  Rule: KYB-12 Approval needs every related party to be verified; a refusal names those who are not

    @KYB-12.12
    Scenario: A related party that is declared after another one was verified must be verified, too
      When the operator declares Carla as UBO of Acme
      And the operator approves the KYC session of Carla
      And the operator declares Bruno as SHAREHOLDER of Acme
      And the operator approves the KYB session of Acme
      Then it is refused with 409 related_parties_pending
      And the KYB session of Acme is IN_REVIEW
      When the operator approves the KYC session of Bruno
      And the operator approves the KYB session of Acme
      Then the KYB session of Acme is APPROVED
