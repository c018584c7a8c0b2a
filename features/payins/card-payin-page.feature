Feature: Payment page
  The payer pays on the payment page. Afterwards the merchant reads the payer
  and the card in the details of the payin.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: PIN-3 A merchant requests a card payin, and the payer pays on its payment page

    @PIN-3.9
    Scenario Outline: A payer who <deed> is redirected to the matching address
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
        """
        {urlSuccess: "https://shop.example/paid?order=7", urlFailed: "http://shop.example:8080/"}
        """
      And the payer <deed> on the payment page
      Then as decided, the answer is 303
      And the answer has the header "Location" with "<address>"

      Examples: Every action of the payer
        | deed        | address                           |
        | pays        | https://shop.example/paid?order=7 |
        | is declined | http://shop.example:8080/         |
        | gives up    | http://shop.example:8080/         |

    @PIN-3.10
    Scenario: A second payment on the page takes no more money
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the payer pays on the payment page
      And the payer is declined on the payment page
      And the payer pays on the payment page
      Then as decided, the answer is 200
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 250.00 | EUR 250.00 |
      And these events are delivered:
        | payin.processing |
        | payin.completed  |

    @PIN-3.11
    Scenario: The owner of the account is the payer unless another person is named
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer is valid as "card-payin"
      And the answer contains:
        """
        payer: {name: Ana}
        """
      And the answer matches its snapshot

    @PIN-3.12
    Scenario: A payer named in the request is shown in the events and in the details
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
        """
        payer: {name: Bruno, surname: Costa Lima, email: bruno@example.com, phone: "+351912345678",
          birthdate: "1985-11-02T00:00:00.000Z", documentType: PASSPORT, documentNumber: CA123456,
          address: Rua Augusta 20, city: Lisboa, postalCode: 1100-053, country: PT}
        """
      And the payer pays on the payment page
      Then these events are delivered:
        | event            | data.source.payer.name | data.source.payer.email | data.source.payer.phone |
        | payin.processing | Bruno                  | bruno@example.com       | +351912345678           |
        | payin.completed  | Bruno                  | bruno@example.com       | +351912345678           |
      When the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer contains:
        """
        payer: {name: Bruno, surname: Costa Lima, email: bruno@example.com, phone: "+351912345678",
          birthdate: "1985-11-02T00:00:00.000Z", documentType: PASSPORT, documentNumber: CA123456,
          address: Rua Augusta 20, city: Lisboa, postalCode: 1100-053, country: PT}
        """

    @PIN-3.13
    Scenario: The details of a paid card payin show payer and card
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the payer pays on the payment page
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer is valid as "card-payin"
      And the answer contains:
        """
        state: COMPLETED
        recipient: {accountId: "{ana.eur}"}
        card: {cardBin: "{any}", cardPan: "{any}", expiration: "{timestamp}"}
        """
      And as decided, the answer contains:
        """
        card: {cardPan: "424242******4242", expiration: "2031-12-31T23:59:59.000Z"}
        """
      And as decided, these events are delivered:
        | event            | data.source.cardBin | data.source.cardLastFour |
        | payin.processing |                     |                          |
        | payin.completed  | 424242              | 4242                     |

    @PIN-3.14 @decided
    Scenario: The details of a declined card payin show the card
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the payer is declined on the payment page
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer contains:
        """
        state: FAILED
        card: {cardBin: "400000", cardPan: "400000******0002", expiration: "2031-12-31T23:59:59.000Z"}
        """

    @PIN-3.15 @decided
    Scenario: The details of an unpaid card payin show no card
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the payer gives up on the payment page
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer contains:
        """
        state: FAILED
        card: null
        """

    @PIN-3.21
    Scenario: Each card payin has a payment page of its own
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the merchant asks for a card payin of EUR 40.00 to Ana's EUR account
      And the payer pays on the payment page
      Then the order is completed
      And Ana's EUR account holds EUR 40.00 with EUR 250.00 pending in

    @PIN-3.22
    Scenario: A card payin in dollars to a dollar account is not converted
      Given Bruno has a USD account
      When the merchant asks for a card payin of USD 100.00 to Bruno's USD account
      Then the answer contains:
        """
        order: {origin: {currency: USD, amount: 10000}, destination: {currency: USD, amount: 10000}, fx: null}
        """
      When the payer pays on the payment page
      Then the order is completed
      And Bruno's USD account holds USD 100.00

    @PIN-3.23
    Scenario: After a declined card payin another one can be requested and paid
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the payer is declined on the payment page
      Then the order is failed
      When the merchant asks for a card payin of EUR 40.00 to Ana's EUR account
      And the payer pays on the payment page
      Then the order is completed
      And Ana's EUR account holds EUR 40.00
