Feature: Virtual IBANs
  The merchant requests a virtual IBAN for an account, the bank activates or
  rejects it, and the merchant can deactivate it.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account
    And Ana has a USD account

  @source-R
  Rule: VIB-1 A virtual IBAN is pending, then active or rejected; an active one can become inactive

    @VIB-1.1
    Scenario Outline: A requested <rail> virtual IBAN is pending
      When the merchant asks for a <rail> vIBAN for Ana's <currency> account
        """
        name: vIBAN Ana
        """
      Then the answer is 201
      And the answer is valid as "viban"
      And the answer contains:
        """
        accountId: "{ana.<account>}"
        name: vIBAN Ana
        rail: <rail>
        state: PENDING
        accountNumber: null
        """

      Examples: The rail of each currency
        | rail | currency | account |
        | SEPA | EUR      | eur     |
        | ACH  | USD      | usd     |

    @VIB-1.2
    Scenario Outline: An activated <rail> virtual IBAN has bank details
      Given Ana's <currency> account has a pending vIBAN
      When the operator activates the vIBAN
      Then the vIBAN is active
      And the answer contains:
        """
        accountNumber: "<number>"
        <code>: "{any}"
        rejectionReason: null
        """
      And these events are delivered:
        | event           | data.vibanId | data.accountId  | data.rail | data.status |
        | viban.activated | {viban}      | {ana.<account>} | <rail>    | ACTIVE      |

      Examples: Bank details that a sender needs
        | rail | currency | account | number | code          |
        | SEPA | EUR      | eur     | {iban} | bic           |
        | ACH  | USD      | usd     | {any}  | routingNumber |

    @VIB-1.3
    Scenario Outline: A rejected <rail> virtual IBAN shows the reason
      Given Ana's <currency> account has a pending vIBAN
      When the operator rejects the vIBAN
        """
        reason: no shops of this kind
        """
      Then the vIBAN is rejected
      And the answer contains:
        """
        accountNumber: null
        rejectionReason: no shops of this kind
        """
      And these events are delivered:
        | event        | data.vibanId | data.accountId  | data.rail | data.status | data.reason           |
        | viban.failed | {viban}      | {ana.<account>} | <rail>    | REJECTED    | no shops of this kind |

      Examples: The rails
        | rail | currency | account |
        | SEPA | EUR      | eur     |
        | ACH  | USD      | usd     |

    @VIB-1.4
    Scenario Outline: A deactivated <rail> virtual IBAN is inactive
      Given Ana's <currency> account has an active vIBAN
      When the merchant deactivates the vIBAN
      Then the vIBAN is inactive
      And these events are delivered:
        | event             | data.vibanId | data.accountId  | data.rail | data.status |
        | viban.deactivated | {viban}      | {ana.<account>} | <rail>    | INACTIVE    |

      Examples: The rails
        | rail | currency | account |
        | SEPA | EUR      | eur     |
        | ACH  | USD      | usd     |

    @VIB-1.17
    Scenario: A virtual account in dollars keeps its new name
      Given Ana's USD account has an active vIBAN
      When the merchant sends PUT /api/v1/account/users/{ana}/accounts/{ana.usd}/virtual-ibans/{viban}
        """
        name: Deposit
        """
      Then the answer is 200
      And the answer matches its snapshot
      And the answer contains:
        """
        name: Deposit
        """
      And the vIBAN is active
      And the answer contains:
        """
        name: Deposit
        """

    @VIB-1.18 @decided
    Scenario: A long list of virtual IBANs comes in pages
      Given Ana's EUR account has a pending vIBAN
      And Ana's EUR account has a pending vIBAN
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans?page=2&pageSize=1
      Then the answer contains:
        """
        virtualIbans: [{id: "{viban}"}]
        pagination: {page: 2, pageSize: 1, total: 2}
        """
      And the answer matches its snapshot
