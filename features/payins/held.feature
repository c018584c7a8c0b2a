Feature: Held payins
  Until a held payin settles or fails, its amount is shown as pending and
  cannot be spent.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @decided
  Rule: PIN-6 The amount of a held payin is pending and not part of the balance

    @PIN-6.1 @source-W
    Scenario Outline: A held <rail> payin is pending and not in the balance
      When a <rail> payin of EUR 250.00 to Ana's EUR account is held
      And the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
      Then the answer contains:
        """
        balance: 0
        """
      And the order is processing
      And as decided, Ana's EUR account holds EUR 0.00 with EUR 250.00 pending in
      And these events are delivered:
        | payin.processing |

      Examples: Rails
        | rail |
        | bank |
        | card |

    @PIN-6.2
    Scenario: Pending money is shown in the account's currency
      Given Bruno has a USD account
      And the rate of "USDC/EUR" is "0.9000000000"
      When a crypto payin of USDC 100.00 to Ana's EUR account is held
      Then Ana's EUR account holds EUR 0.00 with EUR 90.00 pending in
      When a bank payin of USD 70.00 to Bruno's USD account is held
      Then Bruno's USD account holds USD 0.00 with USD 70.00 pending in

    @PIN-6.3
    Scenario: Pending money is the sum of all held payins
      When a bank payin of EUR 250.00 to Ana's EUR account is held
      And a bank payin of EUR 100.00 to Ana's EUR account is held
      And a bank payin of EUR 40.00 to Ana's EUR account settles
      Then Ana's EUR account holds EUR 40.00 with EUR 350.00 pending in

    @PIN-6.4 @source-W
    Scenario Outline: A held <rail> payin is credited when it settles
      Given the rate of "USDT/EUR" is "0.5000000000"
      When a <rail> payin of <sent> to Ana's EUR account is held
      And the operator settles the order
      Then the order is completed
      And Ana's EUR account holds EUR 250.00
      And these events are delivered:
        | payin.processing |
        | payin.completed  |

      Examples: Rails
        | rail   | sent        |
        | bank   | EUR 250.00  |
        | crypto | USDT 500.00 |

    @PIN-6.5 @source-S
    Scenario: Pending money cannot be paid out
      When a bank payin of EUR 250.00 to Ana's EUR account is held
      And the merchant pays EUR 0.01 out of Ana's EUR account
      Then it is refused with 422 insufficient_funds
      And as decided, Ana's EUR account holds EUR 0.00 with EUR 250.00 pending in

    @PIN-6.6 @source-W
    Scenario: A held payin makes no entry in the ledger
      Given Bruno has a EUR account holding EUR 100.00
      When a bank payin of EUR 250.00 to Bruno's EUR account is held
      Then the ledger of Bruno's EUR account reads:
        | amount     | balance    |
        | EUR 100.00 | EUR 100.00 |
      And these events are delivered:
        | payin.processing |

    @PIN-6.7 @needs-clock
    Scenario: A held payin does not settle by itself
      When a bank payin of EUR 250.00 to Ana's EUR account is held
      And 30 days pass
      And the merchant logs in
      Then the order is processing
      And Ana's EUR account holds EUR 0.00 with EUR 250.00 pending in
      And these events are delivered:
        | payin.processing |
