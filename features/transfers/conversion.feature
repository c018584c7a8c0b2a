Feature: Transfer between currencies
  When the two accounts are kept in different currencies, the money is converted on the
  way, and the order shows the rate.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a USD account

  @decided
  Rule: TRF-3 A transfer is debited in the source account's currency and credited in the destination account's

    @TRF-3.1
    Scenario: A transfer from euros to dollars is converted
      Given the rate of "EUR/USD" is "1.2500000000"
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's USD account
        """
        reference: Shared dinner
        """
      Then the answer contains:
        """
        origin: {currency: EUR, amount: 10000}
        destination: {currency: USD, amount: 12500}
        fx: {pair: EUR/USD, rate: 1.25}
        """
      And Ana's EUR account holds EUR 400.00
      And Bruno's USD account holds USD 125.00
      And these events are delivered:
        | event               | data.ownReference | data.amounts.debitedAmount.amount | data.amounts.creditedAmount.amount | data.amounts.fx.pair | data.amounts.fx.rate |
        | transfer.processing | Shared dinner     | 10000                             | 12500                              | EUR/USD              | 1.2500000000         |
        | transfer.completed  | Shared dinner     | 10000                             | 12500                              | EUR/USD              | 1.2500000000         |

    @TRF-3.2
    Scenario Outline: A transfer of <sent> at a rate of one half arrives as <received>, half cents rounded to the even cent
      Given the rate of "EUR/USD" is "0.5000000000"
      When the merchant transfers <sent> from Ana's EUR account to Bruno's USD account
      Then the answer is 201
      And Bruno's USD account holds <received>
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |

      Examples: Halves go to the even cent
        | sent     | received |
        | EUR 0.02 | USD 0.01 |
        | EUR 0.03 | USD 0.02 |
        | EUR 0.05 | USD 0.02 |
        | EUR 0.07 | USD 0.04 |
        | EUR 0.09 | USD 0.04 |

    @TRF-3.3
    Scenario Outline: A transfer of EUR 1.00 at <rate> arrives as <received>
      Given the rate of "EUR/USD" is "<rate>"
      When the merchant transfers EUR 1.00 from Ana's EUR account to Bruno's USD account
      Then the answer is 201
      And Bruno's USD account holds <received>

      Examples: All ten decimals count
        | rate         | received |
        | 1.0800000000 | USD 1.08 |
        | 1.0849999999 | USD 1.08 |
        | 1.0850000000 | USD 1.08 |
        | 1.0850000001 | USD 1.09 |
        | 1.0950000000 | USD 1.10 |
        | 1.0750000000 | USD 1.08 |

    @TRF-3.4
    Scenario: The rate of a pair does not change the rate of the opposite pair
      Given the rate of "EUR/USD" is "1.2500000000"
      And the rate of "USD/EUR" is "0.7000000000"
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's USD account
      And the merchant transfers USD 100.00 from Bruno's USD account to Ana's EUR account
      Then Ana's EUR account holds EUR 470.00
      And Bruno's USD account holds USD 25.00

    @TRF-3.5
    Scenario: An amount in another currency than the source is refused
      When the merchant transfers USD 100.00 from Ana's EUR account to Bruno's USD account
      Then it is refused with 422 currency_mismatch
      And nothing has changed

    @TRF-3.6
    Scenario: A transfer without a conversion shows no rate
      Given Carla has a EUR account
      When the merchant transfers EUR 100.00 from Ana's EUR account to Carla's EUR account
      Then the answer contains:
        """
        destination: {currency: EUR, amount: 10000}
        fx: null
        """
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |

    @TRF-3.7
    Scenario: A currency that does not exist is refused
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's USD account
        """
        origin: {currency: XXX}
        """
      Then it is refused with 422 validation_failed
        | field            | code          |
        | /origin/currency | unknown_value |
      And nothing has changed
