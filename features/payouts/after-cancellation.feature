Feature: After the cancellation of a payout
  The amount of a cancelled payout can be spent again, by persons and companies.

  Background:
    Given a merchant who listens for events
    And payouts are held

  @source-W
  Rule: OUT-6 A payout can be cancelled while it is pending, and not afterwards

    @OUT-6.14
    Scenario Outline: After <holder> has cancelled a payout, the whole balance can be paid out
      Given <holder> has a <currency> account holding <currency> 500.00
      When the merchant pays <currency> 200.00 out of <holder>'s <currency> account
      And the merchant cancels the payout
      Then the answer is 200
      And the order is cancelled
      When the merchant pays <currency> 500.00 out of <holder>'s <currency> account
      Then the answer is 201
      And the order is pending

      Examples: A person, in dollars too, and a company
        | holder | currency |
        | Ana    | EUR      |
        | Ana    | USD      |
        | Acme   | EUR      |

    @OUT-6.15
    Scenario: The cancellation of one payout leaves another one pending
      Given Ana has a EUR account holding EUR 500.00
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the merchant pays EUR 100.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then the order is cancelled
      When the merchant sends GET /api/v1/account/orders/{order.1}
      Then the answer contains:
        """
        state: PENDING
        """

    @OUT-6.16 @needs-clock
    Scenario: A payout that has been pending for 30 days can still be cancelled
      Given Ana has a EUR account holding EUR 500.00
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And 30 days pass
      And the merchant logs in
      And the merchant cancels the payout
      Then the answer is 200
      And the answer matches its snapshot
      And the order is cancelled

    @OUT-6.17
    Scenario Outline: A <made> payout cannot be cancelled as a <other> payout
      Given Ana has a EUR account holding EUR 500.00
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<made>-payouts
        """
        {origin: {currency: EUR, amount: 10000}, reference: Rent, code2fa: "{code2fa}", recipient: <recipient>}
        """
      And the merchant sends POST /api/v1/account/<other>-payouts/{order}/cancel
      Then it is refused with 404 not_found
      And the order is pending

      Examples: Wrong kinds
        | made   | other  | recipient                                                                    |
        | bank   | crypto | {iban: ES9121000418450200051332, accountHolder: Olga, bankName: Banco}       |
        | crypto | bank   | {address: TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj, network: TRON, currency: USDC} |
