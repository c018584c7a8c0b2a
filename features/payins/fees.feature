Feature: Fees of payins
  A payin can have a fee. System and merchant each charge a part of it, and
  the merchant's part is credited to its fees account.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: PIN-7 The fee of a payin is deducted after the conversion, and the merchant's part is credited to its fees account

    @PIN-7.1
    Scenario: A converted payin is charged in the currency of the account
      Given the rate of "USD/EUR" is "0.8420077465"
      And these fees are charged:
        | order      | system | merchant |
        | bank payin | 2%     | 2%       |
      When a bank payin of USD 150.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/bank-payins/{order}
      Then the answer contains:
        """
        origin: {currency: USD, amount: 15000}
        destination: {currency: EUR, amount: 12124}
        fee: {currency: EUR, amount: 506, breakdown: {systemFee: 253, merchantFee: 253}}
        """
      And Ana's EUR account holds EUR 121.24
      And the merchant's fees EUR account holds EUR 2.53
      And these events are delivered:
        | event            | data.amounts.receivedAmount.amount | data.amounts.fees.total | data.amounts.amountAfterFees.amount | data.amounts.creditedAmount.amount |
        | payin.processing | 15000                              |                         |                                     |                                    |
        | payin.completed  | 15000                              | 506                     | 12124                               | 12124                              |

    @PIN-7.2
    Scenario Outline: A <rail> payin costs <system> for the system and <merchant> for the merchant
      Given these fees are charged:
        | order        | system   | merchant   |
        | <rail> payin | <system> | <merchant> |
      And the rate of "USDT/EUR" is "0.5000000000"
      When a <rail> payin of <sent> to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/orders/{order}
      Then the answer contains:
        """
        fee: {currency: EUR, amount: <total>, breakdown: {systemFee: <s>, merchantFee: <m>}}
        """
      When the merchant sends GET /api/v1/account/<rail>-payins/{order}
      Then the answer contains:
        """
        fee: {currency: EUR, amount: <total>, breakdown: {systemFee: <s>, merchantFee: <m>}}
        """
      And Ana's EUR account holds <credited>
      And the merchant's fees EUR account holds <earned>
      And these events are delivered:
        | event            | data.amounts.fees.total | data.amounts.fees.breakdown.systemFee | data.amounts.fees.breakdown.merchantFee |
        | payin.processing |                         |                                       |                                         |
        | payin.completed  | <total>                 | <s>                                   | <m>                                     |

      Examples: Every kind, by share, by amount and both
        | rail   | sent        | system    | merchant       | s   | m    | total | credited  | earned    |
        | bank   | EUR 100.00  | 0.60      | nothing        | 60  | 0    | 60    | EUR 99.40 | EUR 0.00  |
        | bank   | EUR 100.00  | nothing   | 1.5%           | 0   | 150  | 150   | EUR 98.50 | EUR 1.50  |
        | card   | EUR 100.00  | 1% + 0.25 | 0.0125% + 0.40 | 125 | 41   | 166   | EUR 98.34 | EUR 0.41  |
        | crypto | USDT 100.00 | 1.00      | 0.40           | 100 | 40   | 140   | EUR 48.60 | EUR 0.40  |
        | crypto | USDT 100.00 | 1% + 0.25 | 50%            | 75  | 2500 | 2575  | EUR 24.25 | EUR 25.00 |

    @PIN-7.3 @decided
    Scenario Outline: A <rail> payin has no fee when only other kinds of payin have one
      Given these fees are charged:
        | order         | system | merchant |
        | <other> payin | 1%     | 0.40     |
        | bank payout   | 1%     | 0.40     |
      When a <rail> payin of EUR 100.00 to Ana's EUR account settles
      Then Ana's EUR account holds EUR 100.00
      And the merchant's fees EUR account holds EUR 0.00

      Examples: Each kind has its own fee
        | rail | other |
        | bank | card  |
        | card | bank  |

    @PIN-7.4 @decided
    Scenario Outline: Each part of half a percent of <sent> is <part>
      Given these fees are charged:
        | order      | system | merchant |
        | bank payin | 0.5%   | 0.5%     |
      When a bank payin of <sent> to Ana's EUR account settles
      Then Ana's EUR account holds <credited>
      And the merchant's fees EUR account holds <part>

      Examples: Each part is rounded for itself, halves to the even cent
        | sent     | part     | credited |
        | EUR 1.00 | EUR 0.00 | EUR 1.00 |
        | EUR 3.00 | EUR 0.02 | EUR 2.96 |
        | EUR 5.00 | EUR 0.02 | EUR 4.96 |
        | EUR 5.01 | EUR 0.03 | EUR 4.95 |
        | EUR 7.00 | EUR 0.04 | EUR 6.92 |

    @PIN-7.5
    Scenario: A failed payin costs no fee
      Given these fees are charged:
        | order      | system | merchant |
        | bank payin | 1%     | 0.40     |
      When a bank payin of EUR 100.00 to Ana's EUR account fails
      Then the order is failed
      And Ana's EUR account holds EUR 0.00
      And the merchant's fees EUR account holds EUR 0.00
      And these events are delivered:
        | payin.processing |
        | payin.failed     |

    @PIN-7.6 @decided
    Scenario Outline: A held payin keeps its fee, and <end>
      Given these fees are charged:
        | order      | system | merchant |
        | bank payin | 1%     | 0.40     |
      When a bank payin of EUR 100.00 to Ana's EUR account is held
      And the operator charges these fees:
        | order      | system | merchant |
        | bank payin | 5%     | 5%       |
      Then Ana's EUR account holds EUR 0.00 with EUR 98.60 pending in
      And the merchant's fees EUR account holds EUR 0.00 with EUR 0.40 pending in
      When the operator <move> the order
      Then Ana's EUR account holds <credited>
      And the merchant's fees EUR account holds <earned>

      Examples: Both outcomes
        | end                  | move    | credited  | earned   |
        | is charged when done | settles | EUR 98.60 | EUR 0.40 |
        | has no fee at last   | fails   | EUR 0.00  | EUR 0.00 |

    @PIN-7.7 @decided
    Scenario Outline: A payin of <sent> with a fee of <system> and <merchant> leaves nothing and is refused
      Given these fees are charged:
        | order      | system   | merchant   |
        | bank payin | <system> | <merchant> |
      When a bank payin of <sent> to Ana's EUR account settles
      Then it is refused with 422 validation_failed
        | field          | code         |
        | /amount/amount | out_of_range |
      And nothing has changed

      Examples: Fees of the whole amount or more
        | sent     | system  | merchant |
        | EUR 1.00 | 0.60    | 0.40     |
        | EUR 1.00 | 50%     | 50%      |
        | EUR 1.00 | nothing | 1.01     |
