Feature: Crypto payout
  A merchant sends money from a user's account to a wallet on a blockchain.
  The account is debited in its own currency, and a stablecoin arrives.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-2 A crypto payout debits the account once, arrives as a stablecoin and sends two events

    @OUT-2.1
    Scenario Outline: A payout of <currency> over <network> is completed
      When the merchant pays EUR 250.00 out of Ana's EUR account to a <network> address
        """
        recipient: {currency: <currency>}
        reference: Invoice <network>
        """
      Then the answer is 201
      And the order is completed
      And Ana's EUR account holds EUR 250.00
      And these events are delivered:
        | event             | data.payoutType | data.orderId | data.ownReference | data.destination.network | data.amounts.creditedAmount.currency |
        | payout.processing | cryptoPayout    | {order}      | Invoice <network> | <network>                | <currency>                           |
        | payout.completed  | cryptoPayout    | {order}      | Invoice <network> | <network>                | <currency>                           |

      Examples: Every network and stablecoin
        | network  | currency |
        | SOLANA   | USDC     |
        | SOLANA   | USDT     |
        | ETHEREUM | USDC     |
        | ETHEREUM | USDT     |
        | TRON     | USDC     |
        | TRON     | USDT     |

    @OUT-2.2
    Scenario: The amount is converted at the merchant's rate
      Given the rate of "EUR/USDT" is "1.2345000000"
      When the merchant pays EUR 100.00 out of Ana's EUR account to a TRON address
        """
        recipient: {currency: USDT}
        reference: "CRYPTO-PAY-5"
        """
      Then the answer is valid as "order"
      And as the reference says, the answer contains:
        """
        type: CRYPTO_PAY_OUT
        origin: {currency: EUR, amount: 10000}
        destination: {currency: USDT, amount: 12345}
        fx: {pair: EUR/USDT, rate: 1.2345}
        reference: "CRYPTO-PAY-5"
        """
      And these events are delivered:
        | event             | data.ownReference | data.amounts.debitedAmount.amount | data.amounts.creditedAmount.amount | data.amounts.fx.pair | data.amounts.fx.rate |
        | payout.processing | CRYPTO-PAY-5      | 10000                             | 12345                              | EUR/USDT             | 1.2345000000         |
        | payout.completed  | CRYPTO-PAY-5      | 10000                             | 12345                              | EUR/USDT             | 1.2345000000         |

    @OUT-2.3
    Scenario: The ledger shows the amount that left the account
      When the merchant pays EUR 500.00 out of Ana's EUR account to a SOLANA address
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -500.00 | EUR 0.00   |

    @OUT-2.4 @decided
    Scenario: A held crypto payout can be submitted and settled
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account to a ETHEREUM address
      Then the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 200.00 pending out
      When the operator submits the order
      And the operator settles the order
      Then Ana's EUR account holds EUR 300.00
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

    @OUT-2.5
    Scenario: A failed crypto payout returns the money
      Given payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account to a SOLANA address
      And the operator fails the order
      Then the order is failed
      And Ana's EUR account holds EUR 500.00

    @OUT-2.8
    Scenario Outline: A payout out of the <currency> account of <holder> is converted at its own rate
      Given <holder> has a <currency> account holding <currency> 500.00
      And the rate of "EUR/USDC" is "1.1000000000"
      And the rate of "USD/USDC" is "0.9900000000"
      When the merchant pays <currency> 100.00 out of <holder>'s <currency> account to a SOLANA address
        """
        recipient: {currency: USDC}
        """
      Then the answer is 201
      And as the reference says, the answer contains:
        """
        origin: {currency: <currency>, amount: 10000}
        destination: {currency: USDC, amount: <arrives>}
        """
      And the order is completed
      And <holder>'s <currency> account holds <currency> 400.00

      Examples: A person in dollars, and a company
        | holder | currency | arrives |
        | Bruno  | USD      | 9900    |
        | Acme   | EUR      | 11000   |
