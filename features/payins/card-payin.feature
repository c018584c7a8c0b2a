Feature: Card payin
  The merchant requests a card payin and sends the payer to the payment page.
  There the payer pays, is declined, or goes back without paying.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: PIN-3 A merchant requests a card payin, and the payer pays on its payment page

    @PIN-3.1
    Scenario: The answer has a pending order and the address of the payment page
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      Then the answer is 201
      And the answer is valid as "card-payin-created"
      And the answer contains:
        """
        order: {id: "{order}", type: CARD_PAY_IN, state: PENDING, reference: CARD-PAY-2026-001234,
          origin: {currency: EUR, amount: 25000}, destination: {currency: EUR, amount: 25000}, fx: null}
        paymentUrl: "{url}"
        """

    @PIN-3.2 @decided
    Scenario: The answer matches its snapshot
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      Then the answer matches its snapshot

    @PIN-3.3
    Scenario: A paid card payin is completed and credited
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the payer pays on the payment page
      Then the order is completed
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 250.00 | EUR 250.00 |
      And these events are delivered:
        | event            | data.payinType | data.ownReference    | data.source.type | data.amounts.receivedAmount.amount |
        | payin.processing | cardPayin      | CARD-PAY-2026-001234 | card             | 25000                              |
        | payin.completed  | cardPayin      | CARD-PAY-2026-001234 | card             | 25000                              |

    @PIN-3.4
    Scenario Outline: A card payin fails when the payer <deed>
      Given Bruno has a EUR account holding EUR 100.00
      When the merchant asks for a card payin of EUR 250.00 to Bruno's EUR account
      And the payer <deed> on the payment page
      Then the order is failed
      And the ledger of Bruno's EUR account reads:
        | amount     | balance    |
        | EUR 100.00 | EUR 100.00 |
      And Bruno's EUR account holds EUR 100.00
      And these events are delivered:
        | event            | data.status | data.failure.code |
        | payin.processing | PROCESSING  |                   |
        | payin.failed     | FAILED      | CARD_PAYIN_FAILED |

      Examples: Unpaid
        | deed        |
        | is declined |
        | gives up    |

    @PIN-3.5
    Scenario: A requested card payin is pending and sends no event until the payer acts
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      Then the order is pending
      And Ana's EUR account holds EUR 0.00 with EUR 250.00 pending in
      And the order is in every list of orders

    @PIN-3.6
    Scenario: A card payin in dollars is converted for an account in euros
      Given the rate of "USD/EUR" is "0.9000000000"
      When the merchant asks for a card payin of USD 100.00 to Ana's EUR account
      Then the answer contains:
        """
        order: {origin: {currency: USD, amount: 10000}, destination: {currency: EUR, amount: 9000},
          fx: {pair: USD/EUR, rate: 0.9, timestamp: "{timestamp}"}}
        """
      And Ana's EUR account holds EUR 0.00 with EUR 90.00 pending in

    @PIN-3.7
    Scenario Outline: The operator <move> an unpaid card payin
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the operator <move> the order
      Then the order is <state>
      And Ana's EUR account holds <holding>
      And these events are delivered:
        | payin.processing |
        | <event>          |

      Examples: Both outcomes
        | move    | state     | holding    | event           |
        | settles | completed | EUR 250.00 | payin.completed |
        | fails   | failed    | EUR 0.00   | payin.failed    |

    @PIN-3.8 @decided
    Scenario: The operator submits a card payin and settles it later
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the operator submits the order
      Then the order is processing
      And Ana's EUR account holds EUR 0.00 with EUR 250.00 pending in
      And these events are delivered:
        | payin.processing |
