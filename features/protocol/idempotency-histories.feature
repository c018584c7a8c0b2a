Feature: Idempotency keys of what has changed since
  A request may be repeated when its account, user or money is no longer as it was. It is
  answered as at first, and nothing happens a second time.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno is a new user
    And Carla has a EUR account

  @decided @needs-idempotency
  Rule: IDEM-1 A request that creates something has one effect and one answer for each idempotency key

    @IDEM-1.25
    Scenario: A repeated request for a transfer is answered as before when the rest of the money is spent
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers with the header "Idempotency-Key: once"
        """
        {"origin": {"currency": "EUR", "amount": 12000}, "recipient": {"accountId": "{carla.eur}"}, "reference": "Rent", "code2fa": "123456"}
        """
      And the merchant pays EUR 380.00 out of Ana's EUR account
      Then the order is completed
      When the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      And Carla's EUR account holds EUR 120.00
      And the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -120.00 | EUR 380.00 |
        | EUR -380.00 | EUR 0.00   |
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |
        | payout.processing   |
        | payout.completed    |

    @IDEM-1.26
    Scenario: A repeated request for an account answers with the first label after the label was changed
      When the merchant sends POST /api/v1/account/users/{ana}/accounts with the header "Idempotency-Key: once"
        """
        {"currency": "EUR", "label": "Savings"}
        """
      Then the answer contains:
        """
        id: "{uuid as opened}"
        """
      When the merchant sends PATCH /api/v1/account/users/{ana}/accounts/{opened}
        """
        label: Household
        """
      Then the answer is 200
      When the merchant sends the same again
      Then the answer contains:
        """
        {id: "{opened}", label: Savings}
        """
      And the last 2 answers are the same
      And Ana has 2 accounts
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{opened}
      Then the answer contains:
        """
        label: Household
        """

    @IDEM-1.27
    Scenario: A repeated request for a KYC session is answered as before when its user no longer needs one
      When the merchant sends POST /api/v1/account/users/{bruno}/identity-verifications with the header "Idempotency-Key: once"
      Then the answer contains:
        """
        state: NOT_STARTED
        """
      When the operator sets the level of Bruno to REGULAR
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      And the level of Bruno is REGULAR
      When the merchant sends GET /api/v1/account/users/{bruno}/identity-verifications
      Then the answer contains:
        """
        pagination: {total: 1}
        """
      And these events are delivered:
        | kyc.state_updated |

    @IDEM-1.28
    Scenario: A repeated request for a crypto address is answered with the same address after a payin
      When the merchant sends POST /api/v1/account/users/{carla}/accounts/{carla.eur}/crypto-addresses with the header "Idempotency-Key: once"
        """
        {"currency": "USDC", "network": "ETHEREUM"}
        """
      Then the answer is 201
      When a crypto payin of USDC 108.00 to Carla's EUR account settles
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      And the answer has the header "Idempotent-Replayed" with "true"
      And Carla's EUR account holds EUR 100.00
      And these events are delivered:
        | payin.processing |
        | payin.completed  |

    @IDEM-1.33
    Scenario: A repeated request for a virtual IBAN answers with the first name after it was renamed
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans with the header "Idempotency-Key: once"
        """
        {"name": "Rent", "rail": "SEPA"}
        """
      Then the answer contains:
        """
        {id: "{uuid as asked}", name: Rent, state: PENDING}
        """
      When the merchant sends PUT /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{asked}
        """
        name: Deposits
        """
      Then the answer is 200
      When the merchant sends the same again
      Then the answer contains:
        """
        {id: "{asked}", name: Rent, state: PENDING}
        """
      And the last 2 answers are the same
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans
      Then the answer contains:
        """
        virtualIbans: [{id: "{asked}", name: Deposits}]
        pagination: {total: 1}
        """
