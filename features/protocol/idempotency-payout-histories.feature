Feature: Idempotency keys of payouts that have moved on
  A request may be repeated long after its payout has ended. It is answered as at first,
  and nothing happens a second time.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @decided @needs-idempotency
  Rule: IDEM-1 A request that creates something has one effect and one answer for each idempotency key

    # One body serves both operations; each ignores unknown fields.
    @IDEM-1.21
    Scenario Outline: A repeated request for a <kind> payout that has settled answers as before
      Given payouts are held
      # undocumented: the body has the members of both paths
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<kind>-payouts with the header "Idempotency-Key: once"
        """
        {"origin": {"currency": "EUR", "amount": 12000}, "reference": "Rent", "code2fa": "123456",
         "recipient": {"iban": "ES9121000418450200051332", "accountHolder": "Olga", "bankName": "Norte", "currency": "USDC",
           "network": "ETHEREUM", "address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}}
        """
      Then the answer contains:
        """
        state: PENDING
        """
      When the operator submits the order
      And the operator settles the order
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      And the order is completed
      And the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -120.00 | EUR 380.00 |
      And these events are delivered:
        | event             | data.orderId |
        | payout.processing | {order}      |
        | payout.completed  | {order}      |

      Examples: To a bank and to a network
        | kind   |
        | bank   |
        | crypto |

    @IDEM-1.22
    Scenario Outline: A repeated request for a <kind> payout that has failed answers as before
      Given payouts are held
      # undocumented: the body has the members of both paths
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<kind>-payouts with the header "Idempotency-Key: once"
        """
        {"origin": {"currency": "EUR", "amount": 12000}, "reference": "Rent", "code2fa": "123456",
         "recipient": {"iban": "ES9121000418450200051332", "accountHolder": "Olga", "bankName": "Norte", "currency": "USDC",
           "network": "ETHEREUM", "address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}}
        """
      Then the answer is 201
      When the operator submits the order
      And the operator fails the order
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      And the order is failed
      And Ana's EUR account holds EUR 500.00
      And these events are delivered:
        | event             | data.orderId |
        | payout.processing | {order}      |

      Examples: To a bank and to a network
        | kind   |
        | bank   |
        | crypto |

    @IDEM-1.23
    Scenario Outline: A repeated request for a <kind> payout that was cancelled makes no other payout
      Given payouts are held
      # undocumented: the body has the members of both paths
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<kind>-payouts with the header "Idempotency-Key: once"
        """
        {"origin": {"currency": "EUR", "amount": 12000}, "reference": "Rent", "code2fa": "123456",
         "recipient": {"iban": "ES9121000418450200051332", "accountHolder": "Olga", "bankName": "Norte", "currency": "USDC",
           "network": "ETHEREUM", "address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}}
        """
      And the merchant cancels the payout
      Then the answer is 200
      When the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      And the order is cancelled
      And Ana's EUR account holds EUR 500.00
      When the merchant sends GET /api/v1/account/orders?type_eq=<type>
      Then the answer contains:
        """
        orders: [{id: "{order}", state: CANCELLED}]
        pagination: {total: 1}
        """
      And the delivery of payout.processing is attempted 0 times

      Examples: To a bank and to a network
        | kind   | type           |
        | bank   | BANK_PAY_OUT   |
        | crypto | CRYPTO_PAY_OUT |

    @IDEM-1.24
    Scenario: A repeated request for a payout that was confirmed by its one-time password answers as before
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts with the header "Idempotency-Key: once"
        """
        {"origin": {"currency": "EUR", "amount": 12000}, "reference": "Rent",
         "recipient": {"iban": "ES9121000418450200051332", "accountHolder": "Olga", "bankName": "Norte"}}
        """
      Then the answer contains:
        """
        {state: PENDING, isOTPRequired: true}
        """
      When the merchant confirms the payout with the code "123456"
      Then the order is completed
      When the merchant sends the same again
      Then the answer contains:
        """
        {id: "{order}", state: PENDING, isOTPRequired: true}
        """
      And the last 2 answers are the same
      And Ana's EUR account holds EUR 380.00
      And these events are delivered:
        | event             | data.orderId |
        | payout.processing | {order}      |
        | payout.completed  | {order}      |
