Feature: Virtual IBANs of companies
  A company gets a virtual IBAN as a person does.

  Background:
    Given a merchant who listens for events
    And Acme has a EUR account

  @source-R
  Rule: VIB-1 A virtual IBAN is pending, then active or rejected; an active one can become inactive

    @VIB-1.21
    Scenario: A virtual IBAN of a company with a name of one letter is activated and deactivated
      When the merchant asks for a SEPA vIBAN for Acme's EUR account
        """
        name: Ñ
        """
      Then the answer is 201
      And the answer matches its snapshot
      And the answer contains:
        """
        {accountId: "{acme.eur}", name: Ñ, rail: SEPA, state: PENDING}
        """
      When the operator activates the vIBAN
      Then the vIBAN is active
      When the merchant deactivates the vIBAN
      Then the vIBAN is inactive
      And these events are delivered:
        | event             | data.accountId |
        | viban.activated   | {acme.eur}     |
        | viban.deactivated | {acme.eur}     |
