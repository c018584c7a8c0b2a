Feature: Several payins to one account
  Each payin keeps its own facts: the transaction, the payer and the reason of a
  failure. A later payin of the same kind takes none of them over.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-W @source-R
  Rule: PIN-2 A payin is found under its own kind and shows the state of its order

    @PIN-2.14 @source-R
    Scenario: Two crypto payins keep their own transactions, amounts and rates
      Given the rate of "USDC/EUR" is "0.9000000000"
      And the rate of "USDT/EUR" is "0.8000000000"
      When a crypto payin of USDC 100.00 to Ana's EUR account settles
      And a crypto payin of USDT 30.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/crypto-payins/{order.1}
      Then the answer contains:
        """
        {id: "{order.1}", origin: {currency: USDC, amount: 10000}, destination: {currency: EUR, amount: 9000},
          fx: {pair: USDC/EUR, rate: 0.9}, sender: {txHash: "{any as first}"}}
        """
      When the merchant sends GET /api/v1/account/crypto-payins/{order.2}
      Then the answer contains:
        """
        {id: "{order.2}", origin: {currency: USDT, amount: 3000}, destination: {currency: EUR, amount: 2400},
          fx: {pair: USDT/EUR, rate: 0.8}, sender: {txHash: "{any as second}"}}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?type_eq=CRYPTO_PAY_IN
      Then as decided, the answer contains:
        """
        orders: [{id: "{order.2}", origin: {currency: USDT, amount: 3000}}, {id: "{order.1}", origin: {currency: USDC, amount: 10000}}]
        """
      And these events are delivered:
        | event            | data.orderId | data.source.txHash | data.amounts.receivedAmount.amount |
        | payin.processing | {order.1}    | {first}            | 10000                              |
        | payin.completed  | {order.1}    | {first}            | 10000                              |
        | payin.processing | {order.2}    | {second}           | 3000                               |
        | payin.completed  | {order.2}    | {second}           | 3000                               |

  @source-R
  Rule: PIN-3 A merchant requests a card payin, and the payer pays on its payment page

    @PIN-3.31
    Scenario: Two card payins to one account keep their own payers and references
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
        """
        reference: CARD-1
        payer: {name: Bruno, surname: Costa Lima, email: bruno@example.com, phone: "+351912345678",
          birthdate: "1985-11-02T00:00:00.000Z", documentType: PASSPORT, documentNumber: CA123456,
          address: Rua Augusta 20, city: Lisboa, postalCode: 1100-053, country: PT}
        """
      And the payer pays on the payment page
      And the merchant asks for a card payin of EUR 40.00 to Ana's EUR account
        """
        reference: CARD-2
        payer: {name: Carla, surname: Neumann, email: carla@example.com, phone: "+4915112345678",
          birthdate: "1991-03-08T00:00:00.000Z", documentType: NATIONAL_ID, documentNumber: L01X00T47,
          address: Torstraße 7, city: Berlin, postalCode: "10119", country: DE}
        """
      And the payer pays on the payment page
      And the merchant sends GET /api/v1/account/card-payins/{order.1}
      Then the answer contains:
        """
        {id: "{order.1}", reference: CARD-1, origin: {amount: 25000},
          payer: {name: Bruno, email: bruno@example.com, documentNumber: CA123456, city: Lisboa, country: PT}}
        """
      When the merchant sends GET /api/v1/account/card-payins/{order.2}
      Then the answer contains:
        """
        {id: "{order.2}", reference: CARD-2, origin: {amount: 4000},
          payer: {name: Carla, email: carla@example.com, documentNumber: L01X00T47, city: Berlin, country: DE}}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?type_eq=CARD_PAY_IN
      Then as decided, the answer contains:
        """
        orders: [{id: "{order.2}", reference: CARD-2, origin: {amount: 4000}}, {id: "{order.1}", reference: CARD-1, origin: {amount: 25000}}]
        """
      And these events are delivered:
        | event            | data.orderId | data.ownReference | data.source.payer.name | data.source.payer.email | data.source.payer.phone |
        | payin.processing | {order.1}    | CARD-1            | Bruno                  | bruno@example.com       | +351912345678           |
        | payin.completed  | {order.1}    | CARD-1            | Bruno                  | bruno@example.com       | +351912345678           |
        | payin.processing | {order.2}    | CARD-2            | Carla                  | carla@example.com       | +4915112345678          |
        | payin.completed  | {order.2}    | CARD-2            | Carla                  | carla@example.com       | +4915112345678          |

  @source-W
  Rule: PIN-5 A failed payin sends its event with the reason and leaves the account unchanged

    @PIN-5.7 @source-R
    Scenario: A bank payin and a card payin that fail show their own reasons
      When a bank payin of EUR 250.00 to Ana's EUR account fails
      And the merchant asks for a card payin of EUR 40.00 to Ana's EUR account
      And the payer is declined on the payment page
      Then the order is failed
      And these events are delivered:
        | event            | data.orderId | data.failure.code | data.failure.reason       |
        | payin.processing | {order.1}    |                   |                           |
        | payin.failed     | {order.1}    | PAYIN_REJECTED    | the sender's bank said no |
        | payin.processing | {order.2}    |                   |                           |
        | payin.failed     | {order.2}    | CARD_PAYIN_FAILED | {any}                     |

    @PIN-5.8 @decided
    Scenario Outline: A <rail> payin that fails after another one shows its own reason
      When a <rail> payin of <sent> to Ana's EUR account fails
      And a <rail> payin of <sent> to Ana's EUR account is held
      And the operator fails the order
      Then the order is failed
      And these events are delivered:
        | event            | data.orderId | data.failure.code   | data.failure.reason       |
        | payin.processing | {order.1}    |                     |                           |
        | payin.failed     | {order.1}    | PAYIN_REJECTED      | the sender's bank said no |
        | payin.processing | {order.2}    |                     |                           |
        | payin.failed     | {order.2}    | <kind>_PAYIN_FAILED | refused in the simulator  |

      Examples: The three rails
        | rail   | sent        | kind   |
        | bank   | EUR 250.00  | BANK   |
        | crypto | USDC 250.00 | CRYPTO |
        | card   | EUR 250.00  | CARD   |
