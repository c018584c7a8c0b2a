Feature: Another virtual IBAN after a deactivated one
  An account whose virtual IBAN was deactivated can get another one. The old one stays
  inactive.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: VIB-1 A virtual IBAN is pending, then active or rejected; an active one can become inactive

    @VIB-1.25
    Scenario: An account gets another virtual IBAN after its first one was deactivated
      Given Ana's EUR account has an active vIBAN
      When the merchant deactivates the vIBAN
      Then the answer contains:
        """
        id: "{uuid as first}"
        """
      When the merchant asks for a SEPA vIBAN for Ana's EUR account
      Then the answer is 201
      And the answer contains:
        """
        {state: PENDING, accountId: "{ana.eur}"}
        """
      When the operator activates the vIBAN
      Then the vIBAN is active
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{first}
      Then the answer contains:
        """
        {id: "{first}", state: INACTIVE}
        """
      And these events are delivered:
        | event             | data.vibanId |
        | viban.deactivated | {first}      |
        | viban.activated   | {viban}      |

    @VIB-1.26 @decided
    Scenario: The list shows a deactivated virtual IBAN beside the one that replaces it
      Given Ana's EUR account has an inactive vIBAN
      And Ana's EUR account has an active vIBAN
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans
      Then the answer contains:
        """
        virtualIbans: [{state: INACTIVE}, {id: "{viban}", state: ACTIVE}]
        pagination: {total: 2}
        """

    @VIB-1.27
    Scenario: The virtual IBAN that replaces a deactivated one can be deactivated, too
      Given Ana's EUR account has an inactive vIBAN
      And Ana's EUR account has an active vIBAN
      When the merchant deactivates the vIBAN
      Then the vIBAN is inactive
      And these events are delivered:
        | event             | data.vibanId |
        | viban.deactivated | {viban}      |

  @source-R
  Rule: VIB-2 Money sent to an active virtual IBAN is credited, and to any other it is not

    @VIB-2.11
    Scenario: Money sent to the virtual IBAN that replaces a deactivated one is credited
      Given Ana's EUR account has an inactive vIBAN
      And Ana's EUR account has an active vIBAN
      When a bank payin of EUR 120.00 to the vIBAN settles
      Then the order is completed
      And Ana's EUR account holds EUR 120.00
