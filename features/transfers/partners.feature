Feature: Source and recipient of a transfer
  A transfer moves money between persons, companies and the merchant, and
  between two accounts of one user.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And the rate of "EUR/USD" is "1.2500000000"
    And the rate of "USD/EUR" is "0.8000000000"

  @source-W @source-R
  Rule: TRF-1 A transfer debits one account, credits the other and sends two events

    @TRF-1.15
    Scenario: A transfer between two accounts of one user in one currency moves the whole amount
      When the merchant sends POST /api/v1/account/users/{ana}/accounts
        """
        {currency: EUR, label: Savings}
        """
      And the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers
        """
        origin: {currency: EUR, amount: 2000}
        recipient: {accountId: "{answer.id}"}
        reference: Savings
        code2fa: "{code2fa}"
        """
      Then the answer is 201
      And the order is completed
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR -20.00 | EUR 480.00 |

    @TRF-1.16
    Scenario: A transfer out of the second account of a user moves the whole amount
      Given Bruno has a EUR account
      When the merchant opens a EUR account for Ana
      And a bank payin of EUR 70.00 to Ana's EUR account settles
      And the merchant transfers EUR 20.00 from Ana's EUR account to Bruno's EUR account
      Then the order is completed
      And Ana's EUR account holds EUR 50.00
      And Bruno's EUR account holds EUR 20.00

  @source-S
  Rule: TRF-2 A transfer never takes more than the available balance

    @TRF-2.6
    Scenario Outline: A transfer of <money> out of EUR 500.00 leaves <left>
      Given Bruno has a EUR account
      When the merchant transfers <money> from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And Ana's EUR account holds <left>
      And Bruno's EUR account holds <money>

      Examples: All but one cent, and one cent
        | money      | left       |
        | EUR 499.99 | EUR 0.01   |
        | EUR 0.01   | EUR 499.99 |

    @TRF-2.7
    Scenario: The balance of a user's first account is not available to the second one
      Given Bruno has a EUR account
      When the merchant opens a EUR account for Ana
      And a bank payin of EUR 70.00 to Ana's EUR account settles
      And the merchant transfers EUR 70.01 from Ana's EUR account to Bruno's EUR account
      Then it is refused with 422 insufficient_funds
      When the merchant transfers EUR 70.00 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And Bruno's EUR account holds EUR 70.00

  @decided
  Rule: TRF-3 A transfer is debited in the source account's currency and credited in the destination account's

    @TRF-3.8
    Scenario Outline: A transfer of <sent> from <sender> to the <currency> account of <recipient> arrives as <received>
      Given Acme has a USD account holding USD 500.00
      And <recipient> has a <currency> account
      When the merchant transfers <sent> from <source> to <recipient>'s <currency> account
      Then the answer is 201
      And the order is completed
      And <recipient>'s <currency> account holds <received>

      Examples: Companies, and two accounts of one user
        | sent       | sender | source             | recipient | currency | received   |
        | USD 100.00 | Acme   | Acme's USD account | Bruno     | EUR      | EUR 80.00  |
        | USD 100.00 | Acme   | Acme's USD account | Acme      | EUR      | EUR 80.00  |
        | EUR 100.00 | Ana    | Ana's EUR account  | Globex    | USD      | USD 125.00 |
        | EUR 100.00 | Ana    | Ana's EUR account  | Ana       | USD      | USD 125.00 |

  @source-S
  Rule: TRF-4 The recipient of a transfer is another account of the same merchant

    @TRF-4.6
    Scenario Outline: An account of <recipient> can be paid
      Given <recipient> has a EUR account
      When the merchant transfers EUR 120.00 from Ana's EUR account to <recipient>'s EUR account
      Then the answer is 201
      And the order is completed
      And <recipient>'s EUR account holds EUR 120.00

      Examples: A person and a company
        | recipient |
        | Bruno     |
        | Acme      |

    @TRF-4.7 @source-R
    Scenario: The merchant's own account can be paid
      When the merchant transfers EUR 120.00 from Ana's EUR account to its operational EUR account
      Then the answer is 201
      And the merchant's operational EUR account holds EUR 120.00

    @TRF-4.8
    Scenario: A second account of the same user in the same currency can be paid
      When the merchant sends POST /api/v1/account/users/{ana}/accounts
        """
        {currency: EUR, label: Savings}
        """
      And the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers
        """
        origin: {currency: EUR, amount: 12000}
        recipient: {accountId: "{answer.id}"}
        reference: Savings
        code2fa: "{code2fa}"
        """
      Then the answer is 201
      And Ana's EUR account holds EUR 380.00
