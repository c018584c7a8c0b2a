Feature: Quote of a transfer
  The merchant can ask for a quote before a transfer and read the details
  afterwards.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a USD account
    And the rate of "EUR/USD" is "1.2500000000"

  @source-R
  Rule: TRF-6 A quote shows the result of a transfer and moves no money; the details of a transfer can be read

    @TRF-6.1
    Scenario: A quote shows the amount that would arrive
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate
        """
        origin: {currency: EUR, amount: 10000}
        recipient: {accountId: "{bruno.usd}"}
        """
      Then the answer is 200
      And the answer matches its snapshot
      And the answer contains:
        """
        origin: {currency: EUR, amount: 10000}
        destination: {currency: USD, amount: 12500}
        quote: {rate: 1.25, timestamp: "{timestamp}", validUntil: "{timestamp + 30 seconds}"}
        quoteId: "{any}"
        """
      And nothing has changed

    @TRF-6.2
    Scenario Outline: A quote of a transfer <wish> is refused
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate
        """
        origin: {currency: <currency>, amount: 10000}
        recipient: {accountId: "<recipient>"}
        """
      Then it is refused with 422 <code>
      And nothing has changed

      @decided
      Examples: Transfers that cannot be quoted
        | wish                | currency | recipient   | code              |
        | in another currency | USD      | {bruno.usd} | currency_mismatch |
        | to the same account | EUR      | {ana.eur}   | invalid_recipient |

      Examples: No account to arrive at
        | wish                            | currency | recipient | code              |
        | to an account that is not there | EUR      | {unknown} | invalid_recipient |

    @TRF-6.3
    Scenario: A quote without an amount and a recipient is refused
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate
        """
        origin: {currency: EUR}
        """
      Then it is refused with 422 validation_failed
        | field          | code     |
        | /origin/amount | required |
        | /recipient     | required |
      And nothing has changed

    @TRF-6.4
    Scenario: The details of a transfer show both its accounts
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's USD account
        """
        reference: Shared dinner
        """
      And the merchant sends GET /api/v1/account/transfers/{order}
      Then the answer is 200
      And the answer is valid as "transfer"
      And the answer contains:
        """
        id: "{order}"
        state: COMPLETED
        origin: {currency: EUR, amount: 10000}
        destination: {currency: USD, amount: 12500}
        reference: Shared dinner
        sender: {accountId: "{ana.eur}"}
        recipient: {accountId: "{bruno.usd}"}
        """

    @TRF-6.5 @decided
    Scenario: The details of a transfer match their snapshot
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's USD account
        """
        reference: Shared dinner
        """
      And the merchant sends GET /api/v1/account/transfers/{order}
      Then the answer matches its snapshot

    @TRF-6.6
    Scenario Outline: Reading <what> as a transfer is refused as not found
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/transfers/<id>
      Then it is refused with 404 not_found

      Examples: Identifiers that belong to no transfer
        | what              | id        |
        | a payin           | {order}   |
        | something unknown | {unknown} |

    @TRF-6.7
    Scenario: A quote and the details of a transfer without a conversion show one amount
      Given Carla has a EUR account
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate
        """
        origin: {currency: EUR, amount: 10001}
        recipient: {accountId: "{carla.eur}"}
        """
      Then the answer contains:
        """
        origin: {currency: EUR, amount: 10001}
        destination: {currency: EUR, amount: 10001}
        quote: {rate: 1}
        """
      When the merchant transfers EUR 100.01 from Ana's EUR account to Carla's EUR account
      And the merchant sends GET /api/v1/account/transfers/{order}
      Then the answer contains:
        """
        origin: {currency: EUR, amount: 10001}
        destination: {currency: EUR, amount: 10001}
        """

    @TRF-6.8
    Scenario: A payout is not found among the transfers
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the merchant sends GET /api/v1/account/transfers/{order}
      Then it is refused with 404 not_found

    @TRF-6.9
    Scenario: A quote from dollars to euros uses the rate of that direction
      Given the rate of "USD/EUR" is "0.7000000000"
      When the merchant sends POST /api/v1/account/users/{bruno}/accounts/{bruno.usd}/transfers/simulate
        """
        origin: {currency: USD, amount: 10000}
        recipient: {accountId: "{ana.eur}"}
        """
      Then the answer contains:
        """
        destination: {currency: EUR, amount: 7000}
        quote: {rate: 0.7}
        """
