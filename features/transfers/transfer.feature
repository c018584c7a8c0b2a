Feature: Transfer
  A transfer moves money at once between two accounts inside Ralio. One
  account is debited, and the other is credited.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account

  @source-W @source-R
  Rule: TRF-1 A transfer debits one account, credits the other and sends two events

    @TRF-1.1
    Scenario: A transfer debits the sender and credits the recipient
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And the order is completed
      And Ana's EUR account holds EUR 380.00
      And Bruno's EUR account holds EUR 120.00
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |

    @TRF-1.2
    Scenario: A transfer has an entry in both ledgers
      When the merchant transfers EUR 500.00 from Ana's EUR account to Bruno's EUR account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -500.00 | EUR 0.00   |
      And the ledger of Bruno's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |

    @TRF-1.3
    Scenario: The order shows the amount and the reference
      When the merchant transfers EUR 0.01 from Ana's EUR account to Bruno's EUR account
        """
        reference: Año nuevo
        """
      Then the answer is 201
      And the answer is valid as "order"
      And as the reference says, the answer contains:
        """
        id: "{uuid}"
        type: TRANSFER
        origin: {currency: EUR, amount: 1}
        destination: {currency: EUR, amount: 1}
        reference: Año nuevo
        """

    @TRF-1.4
    Scenario: Both events name both accounts
      When the merchant transfers EUR 12.34 from Ana's EUR account to Bruno's EUR account
      Then these events are delivered:
        | event               | data.orderId | data.source.debitedAccountId | data.source.debitedUserId | data.destination.creditedAccountId | data.destination.creditedUserId |
        | transfer.processing | {order}      | {ana.eur}                    | {ana}                     | {bruno.eur}                        | {bruno}                         |
        | transfer.completed  | {order}      | {ana.eur}                    | {ana}                     | {bruno.eur}                        | {bruno}                         |

    @TRF-1.5
    Scenario: A transferred amount can be transferred back
      When the merchant transfers EUR 500.00 from Ana's EUR account to Bruno's EUR account
      And the merchant transfers EUR 120.00 from Bruno's EUR account to Ana's EUR account
      Then Ana's EUR account holds EUR 120.00
      And Bruno's EUR account holds EUR 380.00

    @TRF-1.6 @decided
    Scenario: The answer to a transfer shows it completed
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        reference: Shared dinner
        """
      Then the answer contains:
        """
        state: COMPLETED
        fx: null
        """
      And the answer matches its snapshot

    @TRF-1.7
    Scenario Outline: A transfer without <missing> is refused
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        <change>
        """
      Then it is refused with 422 validation_failed
        | field   | code     |
        | <field> | required |
      And nothing has changed

      @source-R
      Examples: Members of the amount
        | missing    | change                   | field            |
        | an amount  | origin: {amount: null}   | /origin/amount   |
        | a currency | origin: {currency: null} | /origin/currency |

      @source-S
      Examples: No account to credit
        | missing               | change                       | field                |
        | a recipient           | recipient: null              | /recipient           |
        | a recipient's account | recipient: {accountId: null} | /recipient/accountId |

      @source-R
      Examples: A text that the reference requires
        | missing     | change          | field      |
        | a reference | reference: null | /reference |

    @TRF-1.8
    Scenario Outline: A transfer of <amount> is refused
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        origin: {amount: <amount>}
        """
      Then it is refused with 422 validation_failed
        | field          | code   |
        | /origin/amount | <code> |
      And nothing has changed

      @decided
      Examples: Values that are not amounts
        | amount | code         |
        | "120"  | wrong_type   |
        | 2.5    | wrong_type   |
        | true   | wrong_type   |
        | [120]  | wrong_type   |
        | 0      | out_of_range |

      @source-S
      Examples: Less than nothing, and more than any account holds
        | amount           | code         |
        | -1               | out_of_range |
        | 9007199254740992 | out_of_range |
        | 1.0e+30          | out_of_range |

    @TRF-1.9 @decided
    Scenario: A transfer has no fee when payins and payouts have one
      Given these fees are charged:
        | order       | system | merchant |
        | bank payin  | 1%     | 0.40     |
        | bank payout | 1%     | 0.40     |
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
      Then the answer contains:
        """
        fee: {currency: EUR, amount: 0, breakdown: {systemFee: 0, merchantFee: 0}}
        """
      And Bruno's EUR account holds EUR 120.00
      And the merchant's fees EUR account holds EUR 0.00
