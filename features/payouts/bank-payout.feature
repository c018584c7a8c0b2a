Feature: Bank payout
  A merchant sends money from a user's account to a bank account outside Ralio.
  The account is debited, two events are sent, and the ledger has one entry.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-1 A bank payout debits the account once, sends two events and leaves one ledger entry

    @OUT-1.1
    Scenario: A payout of part of the balance is completed
      When the merchant pays EUR 250.00 out of Ana's EUR account
      Then the answer is 201
      And the order is completed
      And Ana's EUR account holds EUR 250.00
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @OUT-1.2
    Scenario: A payout of the whole balance is completed
      When the merchant pays EUR 500.00 out of Ana's EUR account
      Then the answer is 201
      And Ana's EUR account holds EUR 0.00
      And the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -500.00 | EUR 0.00   |

    @OUT-1.3
    Scenario: The order shows the amount, the account and the reference
      When the merchant pays EUR 0.01 out of Ana's EUR account
        """
        reference: "Invoice #1042"
        """
      Then the answer is 201
      And the answer is valid as "order"
      And as the reference says, the answer contains:
        """
        id: "{uuid}"
        type: BANK_PAY_OUT
        origin: {currency: EUR, amount: 1}
        destination: {currency: EUR, amount: 1}
        reference: "Invoice #1042"
        """
      And Ana's EUR account holds EUR 499.99

    @OUT-1.4
    Scenario: Both events name the order, the account and its user, the beneficiary and the reference
      When the merchant pays EUR 120.00 out of Ana's EUR account
        """
        recipient: {accountHolder: Inés Muñoz}
        reference: Alquiler nº 3
        """
      Then these events are delivered:
        | event             | data.status | data.orderId | data.source.debitedAccountId | data.source.debitedUserId | data.destination.beneficiary.name | data.ownReference |
        | payout.processing | PROCESSING  | {order}      | {ana.eur}                    | {ana}                     | Inés Muñoz                        | Alquiler nº 3     |
        | payout.completed  | COMPLETED   | {order}      | {ana.eur}                    | {ana}                     | Inés Muñoz                        | Alquiler nº 3     |

    @OUT-1.5 @decided
    Scenario: Without a hold, the answer shows the payout completed
      When the merchant pays EUR 250.00 out of Ana's EUR account
        """
        recipient: {bankName: Banco del Norte}
        reference: Rent for March
        """
      Then the answer contains:
        """
        state: COMPLETED
        isOTPRequired: false
        fx: null
        """
      And the answer matches its snapshot
      And these events are delivered:
        | event             | data.destination.bankName |
        | payout.processing | Banco del Norte           |
        | payout.completed  | Banco del Norte           |

    @OUT-1.9
    Scenario: The body of a payout in the welcome guide is accepted as it stands
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts
        """
        origin: {currency: EUR, amount: 250}
        recipient: {iban: ES9121000418450200051332, accountHolder: Jane Doe, bankName: Banco Santander}
        reference: "Invoice #1042"
        code2fa: "{code2fa}"
        """
      Then the answer is 201
      And the order is completed
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @OUT-1.10
    Scenario Outline: A payout out of the <currency> account of <holder> takes the whole amount
      Given <holder> has a <currency> account holding <currency> 500.00
      When the merchant pays <currency> 250.50 out of <holder>'s <currency> account
      Then the answer is 201
      And the order is completed
      And <holder>'s <currency> account holds <currency> 249.50

      Examples: A person in dollars, and a company
        | holder | currency |
        | Bruno  | USD      |
        | Acme   | EUR      |

    @OUT-1.11
    Scenario: The second payout out of an account is an order of its own
      When the merchant pays EUR 120.00 out of Ana's EUR account
      And the merchant pays EUR 80.00 out of Ana's EUR account
      Then as the reference says, the answer contains:
        """
        origin: {currency: EUR, amount: 8000}
        """
      And the order is completed
      And the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -120.00 | EUR 380.00 |
        | EUR -80.00  | EUR 300.00 |
