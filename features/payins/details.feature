Feature: Payin details
  Each kind of payin has details of its own: the sender's bank account, the
  transaction on the blockchain, or the card.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-W @source-R
  Rule: PIN-2 A payin is found under its own kind and shows the state of its order

    @PIN-2.1
    Scenario: The details of a bank payin show its order and its sender
      When a bank payin of EUR 250.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/bank-payins/{order}
      Then the answer is 200
      And the answer is valid as "bank-payin"
      And the answer contains:
        """
        id: "{order}"
        type: BANK_PAY_IN
        state: COMPLETED
        origin: {currency: EUR, amount: 25000}
        destination: {currency: EUR, amount: 25000}
        recipient: {accountId: "{ana.eur}"}
        sender: {accountNumber: "{any}", routingData: "{any}"}
        """
      And as decided, these events are delivered:
        | event            | data.source.accountNumber | data.source.bankConceptTransfer |
        | payin.processing | ES9121000418450200051332  | Bank Pay In from the simulator  |
        | payin.completed  | ES9121000418450200051332  | Bank Pay In from the simulator  |

    @PIN-2.2
    Scenario: The details of a crypto payin show its rate and its transaction
      Given the rate of "USDC/EUR" is "0.9000000000"
      When a crypto payin of USDC 100.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/crypto-payins/{order}
      Then the answer is 200
      And the answer is valid as "crypto-payin"
      And the answer contains:
        """
        type: CRYPTO_PAY_IN
        origin: {currency: USDC, amount: 10000}
        destination: {currency: EUR, amount: 9000}
        fx: {pair: USDC/EUR, rate: 0.9}
        recipient: {accountId: "{ana.eur}"}
        sender: {txHash: "{any}"}
        """

    @PIN-2.3
    Scenario: The details of a card payin show the card
      When a card payin of EUR 250.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer is 200
      And the answer is valid as "card-payin"
      And the answer contains:
        """
        type: CARD_PAY_IN
        state: COMPLETED
        origin: {currency: EUR, amount: 25000}
        recipient: {accountId: "{ana.eur}"}
        card: {cardBin: "{any}", cardPan: "{any}", expiration: "{timestamp}"}
        """

    @PIN-2.4 @decided
    Scenario: The details of a bank payin match their snapshot
      When a bank payin of EUR 250.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/bank-payins/{order}
      Then the answer matches its snapshot

    @PIN-2.5
    Scenario Outline: The details of a <rail> payin that <fate> show the state <state>
      When a <rail> payin of <sent> to Ana's EUR account <fate>
      And the merchant sends GET /api/v1/account/<rail>-payins/{order}
      Then the answer is 200
      And the answer contains:
        """
        state: <state>
        """

      Examples: States of an order
        | rail   | sent        | fate    | state      |
        | bank   | EUR 250.00  | settles | COMPLETED  |
        | bank   | EUR 250.00  | is held | PROCESSING |
        | bank   | EUR 250.00  | fails   | FAILED     |
        | crypto | USDT 250.00 | settles | COMPLETED  |
        | crypto | USDT 250.00 | is held | PROCESSING |
        | crypto | USDT 250.00 | fails   | FAILED     |

    @PIN-2.6
    Scenario Outline: A <rail> payin is not found among the <others> payins
      When a <rail> payin of <sent> to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/<others>-payins/{order}
      Then the answer is 404

      Examples: Wrong kinds
        | rail   | sent        | others |
        | bank   | EUR 250.00  | crypto |
        | bank   | EUR 250.00  | card   |
        | crypto | USDC 250.00 | bank   |
        | crypto | USDC 250.00 | card   |
        | card   | EUR 250.00  | bank   |
        | card   | EUR 250.00  | crypto |

    @PIN-2.7
    Scenario Outline: An unknown order is not found among the <kind> payins
      When the merchant sends GET /api/v1/account/<kind>-payins/{unknown}
      Then it is refused with 404 not_found

      Examples: Kinds of payin
        | kind   |
        | bank   |
        | crypto |

      @source-R
      Examples: The kind that only the reference shows
        | kind |
        | card |

    @PIN-2.8
    Scenario: A payout is not found among the payins
      Given Bruno has a EUR account holding EUR 500.00
      When the merchant pays EUR 250.00 out of Bruno's EUR account
      And the merchant sends GET /api/v1/account/bank-payins/{order}
      Then it is refused with 404 not_found

    @PIN-2.11
    Scenario Outline: A transfer is not found among the <kind> payins
      Given Bruno has a EUR account holding EUR 500.00
      When the merchant transfers EUR 100.00 from Bruno's EUR account to Ana's EUR account
      And the merchant sends GET /api/v1/account/<kind>-payins/{order}
      Then it is refused with 404 not_found

      Examples: The kinds of the guide
        | kind   |
        | bank   |
        | crypto |

    @PIN-2.9 @decided
    Scenario: The details of a crypto payin match their snapshot
      Given the rate of "USDC/EUR" is "0.9000000000"
      When a crypto payin of USDC 100.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/crypto-payins/{order}
      Then the answer matches its snapshot

    @PIN-2.10 @decided
    Scenario: The details of a card payin match their snapshot
      When a card payin of EUR 250.00 to Ana's EUR account settles
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer matches its snapshot
