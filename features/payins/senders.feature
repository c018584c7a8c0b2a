Feature: Senders of bank payins
  A bank payin comes with a text and a sender of its own. Its details, its
  events and the lists of orders show them as they came, whatever follows.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-W @source-R
  Rule: PIN-2 A payin is found under its own kind and shows the state of its order

    @PIN-2.15 @source-R
    Scenario: Two bank payins keep their own senders and references
      When a bank payin of EUR 250.00 to Ana's EUR account settles
        """
        reference: Rent for May
        sender: {name: Inés Muñoz, accountNumber: ES7921000813610123456789, routingData: CAIXESBBXXX}
        """
      And a bank payin of EUR 40.00 to Ana's EUR account settles
        """
        reference: "Invoice #1042"
        sender: {name: Ola Nordmann, accountNumber: NO9386011117947, routingData: DNBANOKKXXX}
        """
      And the merchant sends GET /api/v1/account/bank-payins/{order.1}
      Then the answer contains:
        """
        {id: "{order.1}", reference: Rent for May, origin: {currency: EUR, amount: 25000},
          sender: {accountNumber: ES7921000813610123456789, routingData: CAIXESBBXXX}}
        """
      When the merchant sends GET /api/v1/account/bank-payins/{order.2}
      Then the answer contains:
        """
        {id: "{order.2}", reference: "Invoice #1042", origin: {currency: EUR, amount: 4000},
          sender: {accountNumber: NO9386011117947, routingData: DNBANOKKXXX}}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?type_eq=BANK_PAY_IN
      Then as decided, the answer contains:
        """
        orders: [{id: "{order.2}", reference: "Invoice #1042"}, {id: "{order.1}", reference: Rent for May}]
        """
      And these events are delivered:
        | event            | data.orderId | data.source.accountNumber | data.source.bankConceptTransfer | data.source.payer.name |
        | payin.processing | {order.1}    | ES7921000813610123456789  | Rent for May                    | Inés Muñoz             |
        | payin.completed  | {order.1}    | ES7921000813610123456789  | Rent for May                    | Inés Muñoz             |
        | payin.processing | {order.2}    | NO9386011117947           | Invoice #1042                   | Ola Nordmann           |
        | payin.completed  | {order.2}    | NO9386011117947           | Invoice #1042                   | Ola Nordmann           |

    @PIN-2.16 @decided
    Scenario Outline: A bank payin that the operator <ends> keeps its sender and its reference
      When a bank payin of EUR 250.00 to Ana's EUR account is held
        """
        reference: <text>
        sender: {name: Inés Muñoz, accountNumber: ES7921000813610123456789, routingData: CAIXESBBXXX}
        """
      And the operator <ends> the order
      Then the order is <state>
      When the merchant sends GET /api/v1/account/bank-payins/{order}
      Then the answer contains:
        """
        {state: <shown>, reference: <text>, sender: {accountNumber: ES7921000813610123456789, routingData: CAIXESBBXXX}}
        """
      And these events are delivered:
        | event            | data.orderId | data.source.accountNumber | data.source.bankConceptTransfer | data.source.payer.name |
        | payin.processing | {order}      | ES7921000813610123456789  | <text>                          | Inés Muñoz             |
        | <event>          | {order}      | ES7921000813610123456789  | <text>                          | Inés Muñoz             |

      Examples: Both ends, and letters beyond ASCII
        | ends    | state     | shown     | event           | text                            |
        | settles | completed | COMPLETED | payin.completed | Alquiler nº 3 – señora Ñandú 家 |
        | fails   | failed    | FAILED    | payin.failed    | Alquiler nº 3 – señora Ñandú 家 |

    @PIN-2.17 @decided
    Scenario: The entry and the order of a payin show the reference with which it came
      When a bank payin of EUR 250.00 to Ana's EUR account settles
        """
        reference: Rent for May
        """
      And the merchant sends GET /api/v1/account/orders/{order}
      Then the answer contains:
        """
        {id: "{order}", type: BANK_PAY_IN, reference: Rent for May}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions
      Then the answer contains:
        """
        [{amount: 25000, order: {id: "{order}", reference: Rent for May}}]
        """

  @source-R
  Rule: VIB-2 Money sent to an active virtual IBAN is credited, and to any other it is not

    @VIB-2.12 @decided
    Scenario: Money sent to a virtual IBAN keeps its sender and its reference
      Given Ana's EUR account has an active vIBAN
      When a bank payin of EUR 80.00 to the vIBAN settles
        """
        reference: Rent for June
        sender: {name: Ola Nordmann, accountNumber: NO9386011117947, routingData: DNBANOKKXXX}
        """
      And the merchant sends GET /api/v1/account/bank-payins/{order}
      Then the answer contains:
        """
        {reference: Rent for June, sender: {accountNumber: NO9386011117947, routingData: DNBANOKKXXX}}
        """
      And these events are delivered:
        | event            | data.orderId | data.source.accountNumber | data.source.bankConceptTransfer | data.source.payer.name |
        | payin.processing | {order}      | NO9386011117947           | Rent for June                   | Ola Nordmann           |
        | payin.completed  | {order}      | NO9386011117947           | Rent for June                   | Ola Nordmann           |
