Feature: Crypto address
  A merchant requests an address to receive stablecoins. Money sent there is
  credited in the currency of the account.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-W
  Rule: PIN-4 Stablecoins sent to an account's address are converted to the account's currency

    @PIN-4.1
    Scenario Outline: A payin of <sent> is converted to euros, and its order shows the rate
      Given the rate of "<pair>" is "0.9000000000"
      When a crypto payin of <sent> to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/crypto-payins/{order}
      Then the answer contains:
        """
        state: COMPLETED
        destination: {currency: EUR, amount: 9000}
        fx: {pair: <pair>, rate: 0.9, timestamp: "{timestamp}"}
        """
      And Ana's EUR account holds EUR 90.00
      And these events are delivered:
        | event            | data.source.type | data.amounts.fx.pair | data.amounts.fx.rate |
        | payin.processing | cryptoWallet     |                      |                      |
        | payin.completed  | cryptoWallet     | <pair>               | 0.9000000000         |

      Examples: Both stablecoins
        | sent        | pair     |
        | USDC 100.00 | USDC/EUR |
        | USDT 100.00 | USDT/EUR |

    @PIN-4.2 @decided
    Scenario Outline: An address for <currency> on <network> is valid on that network
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/crypto-addresses
        """
        {currency: <currency>, network: <network>}
        """
      Then the answer is 201
      And the answer is valid as "crypto-address"
      And the answer contains:
        """
        accountId: "{ana.eur}"
        currency: <currency>
        network: <network>
        """
      And the address in the answer is valid on <network>

      Examples: Every network and stablecoin
        | network  | currency |
        | SOLANA   | USDC     |
        | SOLANA   | USDT     |
        | ETHEREUM | USDC     |
        | ETHEREUM | USDT     |
        | TRON     | USDC     |
        | TRON     | USDT     |

    @PIN-4.3 @decided
    Scenario Outline: An address for <what> is refused
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/crypto-addresses
        """
        <body>
        """
      Then it is refused with 422 validation_failed
        | field   | code   |
        | <field> | <code> |
      And nothing has changed

      Examples: One fault each
        | what               | body                               | field     | code          |
        | no stablecoin      | {network: TRON}                    | /currency | required      |
        | euros              | {currency: EUR, network: TRON}     | /currency | not_allowed   |
        | an unknown coin    | {currency: DOGE, network: TRON}    | /currency | unknown_value |
        | a number           | {currency: 7, network: TRON}       | /currency | wrong_type    |
        | no network         | {currency: USDC}                   | /network  | required      |
        | an unknown network | {currency: USDC, network: BITCOIN} | /network  | unknown_value |
        | a nameless network | {currency: USDC, network: ""}      | /network  | too_short     |

    @PIN-4.4 @decided
    Scenario Outline: An address for <whose> is refused
      Given Bruno has a USD account
      And another merchant
      When <who> sends POST /api/v1/account/users/{ana}/accounts/<account>/crypto-addresses
        """
        {currency: USDC, network: SOLANA}
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Accounts that the merchant cannot see
        | whose                      | who                | account     |
        | an unknown account         | the merchant       | {unknown}   |
        | another user's account     | the merchant       | {bruno.usd} |
        | another merchant's account | the other merchant | {ana.eur}   |

    @PIN-4.5 @decided
    Scenario: The events of a crypto payin name the network of the newest address
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/crypto-addresses
        """
        {currency: USDC, network: ETHEREUM}
        """
      And the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/crypto-addresses
        """
        {currency: USDC, network: TRON}
        """
      And a crypto payin of USDC 100.00 to Ana's EUR account settles
      Then the order is completed
      And these events are delivered:
        | event            | data.source.network |
        | payin.processing | TRON                |
        | payin.completed  | TRON                |

    @PIN-4.6
    Scenario: A payin of stablecoins to a dollar account is converted to dollars
      Given Bruno has a USD account
      And the rate of "USDT/USD" is "0.9900000000"
      When a crypto payin of USDT 100.00 to Bruno's USD account settles
      Then the order is completed
      And Bruno's USD account holds USD 99.00
      And these events are delivered:
        | event            | data.amounts.creditedAmount.amount | data.amounts.creditedAmount.currency |
        | payin.processing |                                    |                                      |
        | payin.completed  | 9900                               | USD                                  |
