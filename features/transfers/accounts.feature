Feature: Transfers between accounts of every kind
  Persons and companies transfer money in each currency, and each transfer is
  made once.

  Background:
    Given a merchant who listens for events

  @source-W @source-R
  Rule: TRF-1 A transfer debits one account, credits the other and sends two events

    @TRF-1.10
    Scenario Outline: A transfer from <sender> to <recipient> in <currency> moves the whole amount
      Given <sender> has a <currency> account holding <currency> 500.00
      And <recipient> has a <currency> account
      When the merchant transfers <currency> 120.34 from <sender>'s <currency> account to <recipient>'s <currency> account
      Then the answer is 201
      And the order is completed
      And <sender>'s <currency> account holds <currency> 379.66
      And <recipient>'s <currency> account holds <currency> 120.34
      And these events are delivered:
        | event               | data.source.debitedUserId | data.destination.creditedUserId |
        | transfer.processing | <from>                    | <to>                            |
        | transfer.completed  | <from>                    | <to>                            |

      Examples: Two persons in dollars, and companies
        | sender | recipient | currency | from   | to      |
        | Ana    | Bruno     | USD      | {ana}  | {bruno} |
        | Ana    | Acme      | EUR      | {ana}  | {acme}  |
        | Acme   | Ana       | EUR      | {acme} | {ana}   |
        | Acme   | Ana       | USD      | {acme} | {ana}   |

    @TRF-1.11
    Scenario: Each of three equal transfers is an order of its own and is credited
      Given Ana has a EUR account holding EUR 500.00
      And Bruno has a EUR account
      When the merchant transfers EUR 50.00 from Ana's EUR account to Bruno's EUR account
      And the merchant transfers EUR 50.00 from Ana's EUR account to Bruno's EUR account
      And the merchant transfers EUR 50.00 from Ana's EUR account to Bruno's EUR account
      Then the order is completed
      And Ana's EUR account holds EUR 350.00
      And the ledger of Bruno's EUR account reads:
        | amount    | balance    |
        | EUR 50.00 | EUR 50.00  |
        | EUR 50.00 | EUR 100.00 |
        | EUR 50.00 | EUR 150.00 |

    @TRF-1.12
    Scenario: Both events of a transfer of one cent show its amount and its reference
      Given Ana has a EUR account holding EUR 500.00
      And Bruno has a EUR account
      When the merchant transfers EUR 0.01 from Ana's EUR account to Bruno's EUR account
        """
        reference: Café nº 7 🍕
        """
      Then these events are delivered:
        | event               | data.status | data.ownReference | data.amounts.debitedAmount.amount | data.amounts.creditedAmount.amount |
        | transfer.processing | PROCESSING  | Café nº 7 🍕      | 1                                 | 1                                  |
        | transfer.completed  | COMPLETED   | Café nº 7 🍕      | 1                                 | 1                                  |

    @TRF-1.13
    Scenario: A transfer of many millions moves the whole amount
      Given Ana has a EUR account holding EUR 50000000.00
      And Bruno has a EUR account
      When the merchant transfers EUR 42949672.97 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And Ana's EUR account holds EUR 7050327.03
      And Bruno's EUR account holds EUR 42949672.97

    @TRF-1.14 @source-R
    Scenario: A transfer out of an account at the address of another user is refused
      Given Ana has a EUR account holding EUR 500.00
      And Bruno has a EUR account
      When the merchant sends POST /api/v1/account/users/{bruno}/accounts/{ana.eur}/transfers
        """
        origin: {currency: EUR, amount: 10000}
        recipient: {accountId: "{bruno.eur}"}
        reference: Shared dinner
        code2fa: "{code2fa}"
        """
      Then it is refused with 404 not_found
      And nothing has changed
