Feature: Several virtual IBANs
  Each virtual IBAN keeps its own reason of a rejection and belongs to one
  account, also when its user has several.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: VIB-1 A virtual IBAN is pending, then active or rejected; an active one can become inactive

    @VIB-1.24
    Scenario: Two rejected virtual IBANs of an account show their own reasons
      Given Ana has a EUR account
      When the merchant asks for a SEPA vIBAN for Ana's EUR account
      Then the answer contains:
        """
        id: "{uuid as first}"
        """
      When the operator rejects the vIBAN
        """
        reason: no shops of this kind
        """
      And the merchant asks for a SEPA vIBAN for Ana's EUR account
      And the operator rejects the vIBAN
        """
        reason: the account is too new
        """
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{first}
      Then the answer contains:
        """
        {id: "{first}", rejectionReason: no shops of this kind}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{viban}
      Then the answer contains:
        """
        {id: "{viban}", rejectionReason: the account is too new}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans
      Then as decided, the answer contains:
        """
        virtualIbans:
          - {id: "{first}", rejectionReason: no shops of this kind}
          - {id: "{viban}", rejectionReason: the account is too new}
        """
      And these events are delivered:
        | event        | data.vibanId | data.reason            |
        | viban.failed | {first}      | no shops of this kind  |
        | viban.failed | {viban}      | the account is too new |

  @source-R
  Rule: VIB-2 Money sent to an active virtual IBAN is credited, and to any other it is not

    @VIB-2.8
    Scenario: Money sent to the virtual IBAN of a second account is credited there
      Given Ana has a EUR account holding EUR 500.00
      When the merchant opens a EUR account for Ana
      And the merchant asks for a SEPA vIBAN for Ana's EUR account
      And the operator activates the vIBAN
      And a bank payin of EUR 120.00 to the vIBAN settles
      Then Ana's EUR account holds EUR 120.00
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 120.00 | EUR 120.00 |
      And these events are delivered, perhaps among others:
        | event            | data.orderId | data.destination.creditedAccountId |
        | payin.processing | {order}      | {ana.eur}                          |
        | payin.completed  | {order}      | {ana.eur}                          |

    @VIB-2.9
    Scenario: Money sent to the virtual IBAN of the first account does not reach the second
      Given Ana is a verified user
      When the merchant opens a EUR account for Ana
      Then the answer contains:
        """
        id: "{uuid as first}"
        """
      When the merchant asks for a SEPA vIBAN for Ana's EUR account
      And the operator activates the vIBAN
      And the merchant opens a EUR account for Ana
      And a bank payin of EUR 120.00 to the vIBAN settles
      Then the order is completed
      And Ana's EUR account holds EUR 0.00
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{first}
      Then the answer contains:
        """
        {id: "{first}", balance: 12000}
        """

    @VIB-2.10
    Scenario: A payin over a virtual IBAN is among the orders of its account and has details
      Given Ana has a EUR account holding EUR 500.00
      And Ana's EUR account has an active vIBAN
      When a bank payin of EUR 120.00 to the vIBAN settles
      Then the order is in every list of orders
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?type_eq=BANK_PAY_IN
      Then as decided, the answer contains:
        """
        orders:
          - {id: "{order}", type: BANK_PAY_IN, state: COMPLETED, destination: {currency: EUR, amount: 12000}}
          - {type: BANK_PAY_IN, destination: {currency: EUR, amount: 50000}}
        """
      When the merchant sends GET /api/v1/account/bank-payins/{order}
      Then the answer is valid as "bank-payin"
      And the answer contains:
        """
        {id: "{order}", origin: {currency: EUR, amount: 12000}, recipient: {accountId: "{ana.eur}"}}
        """
