Feature: Money sent to virtual IBANs
  Anybody with the bank details of an active virtual IBAN can pay into the account behind it.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: VIB-2 Money sent to an active virtual IBAN is credited, and to any other it is not

    @VIB-2.1
    Scenario Outline: A payin of <money> over <rail> is credited
      Given Ana has a <currency> account
      And Ana's <currency> account has an active vIBAN
      When a bank payin of <money> to the vIBAN settles
      Then the order is completed
      And Ana's <currency> account holds <money>
      And these events are delivered:
        | event            | data.orderId | data.destination.creditedAccountId |
        | payin.processing | {order}      | {ana.<account>}                    |
        | payin.completed  | {order}      | {ana.<account>}                    |

      Examples: The rails
        | rail | currency | account | money      |
        | SEPA | EUR      | eur     | EUR 120.00 |
        | ACH  | USD      | usd     | USD 120.00 |

    @VIB-2.2
    Scenario Outline: A payin to <which> is not credited
      Given Ana has a EUR account holding EUR 500.00
      And Ana's EUR account has <which>
      When a bank payin of EUR 120.00 to the vIBAN settles
      Then as decided, it is refused with 409 viban_not_active
      And Ana's EUR account holds EUR 500.00
      And as decided, nothing has changed

      Examples: Every other state
        | which             |
        | a pending vIBAN   |
        | a rejected vIBAN  |
        | an inactive vIBAN |

    @VIB-2.3
    Scenario: Deactivating one virtual IBAN leaves the account's others active
      Given Ana has a EUR account
      And Ana's EUR account has an inactive vIBAN
      And Ana's EUR account has an active vIBAN
      When a bank payin of EUR 120.00 to the vIBAN settles
      Then Ana's EUR account holds EUR 120.00
      And these events are delivered:
        | payin.processing |
        | payin.completed  |

    @VIB-2.4
    Scenario: A payin held before the deactivation still settles
      Given Ana has a EUR account
      And Ana's EUR account has an active vIBAN
      When a bank payin of EUR 120.00 to the vIBAN is held
      And the merchant deactivates the vIBAN
      And the operator settles the order
      Then Ana's EUR account holds EUR 120.00
      And the vIBAN is inactive
      And these events are delivered:
        | payin.processing  |
        | viban.deactivated |
        | payin.completed   |

    @VIB-2.5 @decided
    Scenario Outline: A <rail> payin of <money> cannot be sent to a SEPA virtual IBAN
      Given Ana has a EUR account
      And Ana's EUR account has an active vIBAN
      When a <rail> payin of <money> to the vIBAN settles
      Then it is refused with 422 validation_failed
        | field   | code        |
        | <field> | not_allowed |
      And nothing has changed

      Examples: Not euros from a bank
        | rail   | money       | field            |
        | bank   | USD 120.00  | /amount/currency |
        | crypto | USDC 120.00 | /type            |
        | card   | EUR 120.00  | /type            |

    @VIB-2.6
    Scenario: A virtual IBAN takes money more than once
      Given Ana has a EUR account
      And Ana's EUR account has an active vIBAN
      When a bank payin of EUR 120.00 to the vIBAN settles
      And a bank payin of EUR 120.00 to the vIBAN settles
      Then Ana's EUR account holds EUR 240.00
      And these events are delivered:
        | payin.processing |
        | payin.processing |
        | payin.completed  |
        | payin.completed  |

    @VIB-2.7
    Scenario: Money sent to the virtual IBAN of a company is credited
      Given Acme has a EUR account
      And Acme's EUR account has an active vIBAN
      When a bank payin of EUR 120.00 to the vIBAN settles
      Then Acme's EUR account holds EUR 120.00
      And these events are delivered:
        | payin.processing |
        | payin.completed  |
