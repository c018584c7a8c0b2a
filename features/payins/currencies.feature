Feature: Payins to accounts of both currencies
  A payin is converted to the currency of the account, for persons and
  companies and with a fee.

  Background:
    Given a merchant who listens for events
    And the rate of "USD/EUR" is "0.9000000000"
    And the rate of "EUR/USD" is "1.1000000000"
    And the rate of "USDC/USD" is "0.9900000000"
    And the rate of "USDT/USD" is "0.9800000000"
    And the rate of "USDC/EUR" is "0.8000000000"

  @source-W
  Rule: PIN-1 A payin makes one order, sends two events, credits the account and leaves one ledger entry

    @PIN-1.10 @source-R
    Scenario Outline: A bank payin of <sent> to the <currency> account of <holder> is converted and credited
      Given <holder> has a <currency> account
      When a bank payin of <sent> to <holder>'s <currency> account settles
      Then the order is completed
      And the ledger of <holder>'s <currency> account reads:
        | amount     | balance    |
        | <credited> | <credited> |
      And these events are delivered:
        | payin.processing |
        | payin.completed  |

      Examples: Persons and companies
        | sent       | holder | currency | credited   |
        | USD 100.00 | Ana    | EUR      | EUR 90.00  |
        | EUR 100.00 | Ana    | USD      | USD 110.00 |
        | USD 100.00 | Acme   | EUR      | EUR 90.00  |

    @PIN-1.11
    Scenario: The same payin that comes again is credited again
      Given Ana has a EUR account
      When a crypto payin of USDC 100.00 to Ana's EUR account settles
      And a crypto payin of USDC 100.00 to Ana's EUR account settles
      Then the ledger of Ana's EUR account reads:
        | amount    | balance    |
        | EUR 80.00 | EUR 80.00  |
        | EUR 80.00 | EUR 160.00 |

  @source-W @source-R
  Rule: PIN-2 A payin is found under its own kind and shows the state of its order

    @PIN-2.13
    Scenario: The details of a bank payin in dollars show its rate
      Given Ana has a EUR account
      When a bank payin of USD 100.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/bank-payins/{order}
      Then the answer is valid as "bank-payin"
      And as the reference says, the answer contains:
        """
        origin: {currency: USD, amount: 10000}
        destination: {currency: EUR, amount: 9000}
        fx: {pair: USD/EUR, rate: 0.9}
        """

  @source-W
  Rule: PIN-4 Stablecoins sent to an account's address are converted to the account's currency

    @PIN-4.7
    Scenario Outline: A payin of <sent> to the <currency> account of <holder> is converted, also when it comes again
      Given <holder> has a <currency> account
      When a crypto payin of <sent> to <holder>'s <currency> account settles
      And a crypto payin of <sent> to <holder>'s <currency> account settles
      Then the order is completed
      And the ledger of <holder>'s <currency> account reads:
        | amount     | balance    |
        | <credited> | <credited> |
        | <credited> | <sum>      |

      Examples: Both stablecoins, persons and companies
        | sent        | holder | currency | credited  | sum        |
        | USDC 100.00 | Ana    | USD      | USD 99.00 | USD 198.00 |
        | USDT 100.00 | Ana    | USD      | USD 98.00 | USD 196.00 |
        | USDC 100.00 | Acme   | EUR      | EUR 80.00 | EUR 160.00 |

    @PIN-4.8 @decided
    Scenario Outline: An address for the <currency> account of <holder> is valid on TRON
      Given <holder> has a <currency> account
      When the merchant sends POST /api/v1/account/users/<user>/accounts/<account>/crypto-addresses
        """
        {currency: USDC, network: TRON}
        """
      Then the answer is 201
      And the address in the answer is valid on TRON

      Examples: A person in dollars, and a company
        | holder | currency | user   | account    |
        | Ana    | USD      | {ana}  | {ana.usd}  |
        | Acme   | EUR      | {acme} | {acme.eur} |

  @decided
  Rule: PIN-6 The amount of a held payin is pending and not part of the balance

    @PIN-6.8
    Scenario Outline: A held payin of <sent> to an account of <holder> is pending in its currency
      Given <holder> has a <currency> account
      When a bank payin of <sent> to <holder>'s <currency> account is held
      Then <holder>'s <currency> account holds <holding>
      And these events are delivered:
        | payin.processing |

      Examples: Converted, and of a company
        | sent       | holder | currency | holding                             |
        | USD 100.00 | Ana    | EUR      | EUR 0.00 with EUR 90.00 pending in  |
        | USD 100.00 | Acme   | USD      | USD 0.00 with USD 100.00 pending in |

  @source-R
  Rule: PIN-7 The fee of a payin is deducted after the conversion, and the merchant's part is credited to its fees account

    @PIN-7.12
    Scenario Outline: A payin of <sent> with a fee of one unit credits <credited>
      Given Ana has a <currency> account
      And these fees are charged:
        | order      | system | merchant |
        | bank payin | 0.60   | 0.40     |
      When a bank payin of <sent> to Ana's <currency> account settles
      Then Ana's <currency> account holds <credited>
      And the merchant's fees <currency> account holds <earned>

      Examples: Converted to dollars, and one cent more than the fee
        | sent       | currency | credited   | earned   |
        | EUR 100.00 | USD      | USD 109.00 | USD 0.40 |
        | EUR 1.01   | EUR      | EUR 0.01   | EUR 0.40 |

    @PIN-7.13 @decided
    Scenario: Money sent to a virtual IBAN has the fee of a bank payin
      Given Ana has a EUR account
      And Ana's EUR account has an active vIBAN
      And these fees are charged:
        | order      | system | merchant |
        | bank payin | 0.60   | 0.40     |
      When a bank payin of EUR 100.00 to the vIBAN settles
      Then Ana's EUR account holds EUR 99.00
      And the merchant's fees EUR account holds EUR 0.40
