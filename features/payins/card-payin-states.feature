Feature: States of a card payin
  A card payin is read before the payer acts and afterwards.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-W @source-R
  Rule: PIN-2 A payin is found under its own kind and shows the state of its order

    @PIN-2.12 @source-R
    Scenario Outline: The details of a card payin show the state <state> after it was pending
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer is valid as "card-payin"
      And the answer contains:
        """
        {id: "{order}", state: PENDING}
        """
      When the operator <move> the order
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer is valid as "card-payin"
      And the answer contains:
        """
        {id: "{order}", state: <state>}
        """

      Examples: Every further state
        | move    | state      |
        | submits | PROCESSING |
        | settles | COMPLETED  |
        | fails   | FAILED     |

  @source-W
  Rule: PIN-5 A failed payin sends its event with the reason and leaves the account unchanged

    @PIN-5.6 @source-R
    Scenario: The details of a failed card payin show the time of the failure
      When a card payin of EUR 250.00 to Ana's EUR account fails
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer contains:
        """
        state: FAILED
        failedAt: "{timestamp}"
        settledAt: null
        """

  @source-R
  Rule: PIN-3 A merchant requests a card payin, and the payer pays on its payment page

    @PIN-3.24
    Scenario Outline: A card payin that was read as pending is <state> after the payer <deed>
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      Then the order is pending
      When the payer <deed> on the payment page
      Then the order is <state>
      And Ana's EUR account holds <holding>

      Examples: Paid and not paid
        | deed     | state     | holding    |
        | pays     | completed | EUR 250.00 |
        | gives up | failed    | EUR 0.00   |

    @PIN-3.25
    Scenario Outline: A card payin that was read as processing is <state> when the operator <move> it
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      Then the order is pending
      When the operator submits the order
      Then the order is processing
      When the operator <move> the order
      Then the order is <state>
      And Ana's EUR account holds <holding>

      Examples: Both outcomes
        | move    | state     | holding    |
        | settles | completed | EUR 250.00 |
        | fails   | failed    | EUR 0.00   |

    @PIN-3.26
    Scenario Outline: A card payin of <sent> to the <currency> account of <holder> is credited when it is paid
      Given <holder> has a <currency> account
      When the merchant asks for a card payin of <sent> to <holder>'s <currency> account
        """
        reference: Café nº 7 🍕
        """
      And the payer pays on the payment page
      Then the order is completed
      And the ledger of <holder>'s <currency> account reads:
        | amount | balance |
        | <sent> | <sent>  |

      Examples: A company, dollars, and many millions
        | sent            | holder | currency |
        | EUR 250.00      | Acme   | EUR      |
        | USD 250.00      | Bruno  | USD      |
        | EUR 42949672.97 | Bruno  | EUR      |

    @PIN-3.27
    Scenario: The same card payin requested again has an order and a page of its own
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
      And the payer pays on the payment page
      Then the order is completed
      And Ana's EUR account holds EUR 250.00 with EUR 250.00 pending in
