Feature: Several payouts out of one account
  Each payout keeps its own recipient, reference and amount. A later payout of
  the same kind takes none of them over.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W
  Rule: OUT-1 A bank payout debits the account once, sends two events and leaves one ledger entry

    @OUT-1.22 @source-R
    Scenario: Two bank payouts keep their own recipients and references
      When the merchant pays EUR 120.01 out of Ana's EUR account
        """
        recipient: {iban: FR1420041010050500013M02606, accountHolder: Inés Muñoz, bankName: Crédit du Sud}
        reference: Rent of May
        """
      And the merchant pays EUR 30.00 out of Ana's EUR account
        """
        recipient: {iban: ES9121000418450200051332, accountHolder: Olga Ruiz, bankName: Banco Norte}
        reference: Invoice 7
        """
      And the merchant sends GET /api/v1/account/bank-payouts/{order.1}
      Then the answer contains:
        """
        {id: "{order.1}", reference: Rent of May, origin: {currency: EUR, amount: 12001}}
        """
      And as decided, the answer contains:
        """
        recipient: {iban: FR1420041010050500013M02606, accountHolder: Inés Muñoz, bankName: Crédit du Sud}
        """
      When the merchant sends GET /api/v1/account/bank-payouts/{order.2}
      Then the answer contains:
        """
        {id: "{order.2}", reference: Invoice 7, origin: {currency: EUR, amount: 3000}}
        """
      And as decided, the answer contains:
        """
        recipient: {iban: ES9121000418450200051332, accountHolder: Olga Ruiz, bankName: Banco Norte}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?type_eq=BANK_PAY_OUT
      Then as decided, the answer contains:
        """
        orders: [{id: "{order.2}", reference: Invoice 7}, {id: "{order.1}", reference: Rent of May}]
        """
      And these events are delivered:
        | event             | data.orderId | data.ownReference | data.destination.accountNumber | data.destination.bankName | data.destination.beneficiary.name |
        | payout.processing | {order.1}    | Rent of May       | FR1420041010050500013M02606    | Crédit du Sud             | Inés Muñoz                        |
        | payout.completed  | {order.1}    | Rent of May       | FR1420041010050500013M02606    | Crédit du Sud             | Inés Muñoz                        |
        | payout.processing | {order.2}    | Invoice 7         | ES9121000418450200051332       | Banco Norte               | Olga Ruiz                         |
        | payout.completed  | {order.2}    | Invoice 7         | ES9121000418450200051332       | Banco Norte               | Olga Ruiz                         |

  @source-W
  Rule: OUT-2 A crypto payout debits the account once, arrives as a stablecoin and sends two events

    @OUT-2.17 @source-R
    Scenario: Two crypto payouts keep their own addresses, stablecoins and references
      When the merchant pays EUR 120.00 out of Ana's EUR account to a ETHEREUM address
        """
        recipient: {address: "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", currency: USDT}
        reference: Rent of May
        """
      And the merchant pays EUR 30.00 out of Ana's EUR account to a ETHEREUM address
        """
        recipient: {address: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", currency: USDC}
        reference: Invoice 7
        """
      And the merchant sends GET /api/v1/account/crypto-payouts/{order.1}
      Then the answer contains:
        """
        {id: "{order.1}", reference: Rent of May, destination: {currency: USDT},
          recipient: {address: "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", network: ETHEREUM, currency: USDT}}
        """
      When the merchant sends GET /api/v1/account/crypto-payouts/{order.2}
      Then the answer contains:
        """
        {id: "{order.2}", reference: Invoice 7, destination: {currency: USDC},
          recipient: {address: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", network: ETHEREUM, currency: USDC}}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?type_eq=CRYPTO_PAY_OUT
      Then as decided, the answer contains:
        """
        orders: [{id: "{order.2}", reference: Invoice 7, destination: {currency: USDC}},
          {id: "{order.1}", reference: Rent of May, destination: {currency: USDT}}]
        """
      And these events are delivered:
        | event             | data.orderId | data.ownReference | data.destination.address                   | data.amounts.creditedAmount.currency |
        | payout.processing | {order.1}    | Rent of May       | 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359 | USDT                                 |
        | payout.completed  | {order.1}    | Rent of May       | 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359 | USDT                                 |
        | payout.processing | {order.2}    | Invoice 7         | 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed | USDC                                 |
        | payout.completed  | {order.2}    | Invoice 7         | 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed | USDC                                 |

  @source-R
  Rule: OUT-5 A payout can be quoted before it is made and read afterwards, by its own merchant

    @OUT-5.16
    Scenario: The quote after another one is about its own amount and currency
      Given Bruno has a USD account holding USD 500.00
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
        """
        {origin: {currency: EUR, amount: 10000}, recipient: {country: ES, routingData: IBAN}}
        """
      Then the answer contains:
        """
        {origin: {currency: EUR, amount: 10000}, destination: {currency: EUR, amount: 10000}}
        """
      When the merchant sends POST /api/v1/account/users/{bruno}/accounts/{bruno.usd}/bank-payouts/simulate
        """
        {origin: {currency: USD, amount: 2599}, recipient: {country: DE, routingData: IBAN}}
        """
      Then the answer contains:
        """
        {origin: {currency: USD, amount: 2599}, destination: {currency: USD, amount: 2599}}
        """
      And nothing has changed
