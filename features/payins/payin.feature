Feature: Payin
  A payin brings money from outside: by bank transfer, as stablecoins or by
  card. It is credited when it settles.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-W
  Rule: PIN-1 A payin makes one order, sends two events, credits the account and leaves one ledger entry

    @PIN-1.1
    Scenario Outline: A <rail> payin of <sent> is credited
      When a <rail> payin of <sent> to Ana's EUR account settles
      Then the order is completed
      And Ana's EUR account holds <sent>
      And these events are delivered:
        | payin.processing |
        | payin.completed  |

      Examples: Rails and amounts
        | rail | sent            |
        | bank | EUR 250.00      |
        | bank | EUR 0.01        |
        | bank | EUR 9999999.99  |
        | bank | EUR 21474836.48 |
        | bank | EUR 42949672.97 |
        | card | EUR 250.00      |

    @PIN-1.2
    Scenario: A crypto payin is converted to the account's currency
      Given the rate of "USDC/EUR" is "0.9000000000"
      When a crypto payin of USDC 100.00 to Ana's EUR account settles
      Then the order is completed
      And Ana's EUR account holds EUR 90.00
      And these events are delivered:
        | payin.processing |
        | payin.completed  |

    @PIN-1.3
    Scenario: Each payin has its own ledger entry
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      And a bank payin of EUR 50.00 to Ana's EUR account settles
      Then the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 100.00 | EUR 100.00 |
        | EUR 50.00  | EUR 150.00 |
      And these events are delivered:
        | payin.processing |
        | payin.processing |
        | payin.completed  |
        | payin.completed  |

    @PIN-1.4
    Scenario Outline: The events of a <rail> payin name the source and the destination of the money
      When a <rail> payin of <sent> to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/orders/{order}
      Then as the reference says, the answer contains:
        """
        type: <kind>
        """
      And these events are delivered:
        | event            | data.payinType | data.status | data.destination.creditedAccountId | data.destination.creditedUserId |
        | payin.processing | <type>         | PROCESSING  | {ana.eur}                          | {ana}                           |
        | payin.completed  | <type>         | COMPLETED   | {ana.eur}                          | {ana}                           |

      Examples: The three rails
        | rail   | sent        | type        | kind          |
        | bank   | EUR 250.00  | bankPayin   | BANK_PAY_IN   |
        | crypto | USDT 250.00 | cryptoPayin | CRYPTO_PAY_IN |
        | card   | EUR 250.00  | cardPayin   | CARD_PAY_IN   |

    @PIN-1.5
    Scenario: The second event shows the received and the credited amount
      Given the rate of "USDT/EUR" is "0.9000000000"
      When a crypto payin of USDT 100.00 to Ana's EUR account settles
      Then these events are delivered:
        | event            | data.amounts.receivedAmount.amount | data.amounts.creditedAmount.amount |
        | payin.processing | 10000                              |                                    |
        | payin.completed  | 10000                              | 9000                               |

    @PIN-1.6
    Scenario: A payin reaches only the account it was sent to
      Given Bruno has a EUR account
      When a bank payin of EUR 250.00 to Bruno's EUR account settles
      Then Bruno's EUR account holds EUR 250.00
      And Ana's EUR account holds EUR 0.00
      And Ana has 1 account

    @PIN-1.8
    Scenario Outline: Two payins to an account of <holder> in <currency> are credited in full
      Given <holder> has a <currency> account
      When a bank payin of <currency> 100.00 to <holder>'s <currency> account settles
      And a bank payin of <currency> 0.01 to <holder>'s <currency> account settles
      Then the order is completed
      And the ledger of <holder>'s <currency> account reads:
        | amount            | balance           |
        | <currency> 100.00 | <currency> 100.00 |
        | <currency> 0.01   | <currency> 100.01 |
      And <holder>'s <currency> account holds <currency> 100.01
      And these events are delivered:
        | event            | data.destination.creditedUserId |
        | payin.processing | <user>                          |
        | payin.processing | <user>                          |
        | payin.completed  | <user>                          |
        | payin.completed  | <user>                          |

      Examples: A person in dollars, and a company
        | holder | currency | user    |
        | Bruno  | USD      | {bruno} |
        | Acme   | EUR      | {acme}  |
        | Acme   | USD      | {acme}  |

    @PIN-1.9
    Scenario: A payin to a user's second account in one currency reaches that account
      When the merchant opens a EUR account for Ana
      And a bank payin of EUR 250.00 to Ana's EUR account settles
      Then the order is completed
      And Ana's EUR account holds EUR 250.00
      And Ana has 2 accounts
