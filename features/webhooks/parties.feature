Feature: The two sides of a payment in its events
  The event of a payment names its two sides, so that the merchant need not ask
  for the order.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-W @source-R
  Rule: HOOK-6 A message carries an event id, its type, a time and its data

    @HOOK-6.8 @source-R
    Scenario: The events of a payout name the user who pays and the recipient
      When the merchant pays EUR 100.00 out of Ana's EUR account
        """
        recipient: {iban: ES9121000418450200051332, accountHolder: Olga Norte}
        reference: "Invoice #1042"
        """
      Then the answer is 201
      And these events are delivered:
        | event             | data.source.debitedUserId | data.destination.accountNumber | data.destination.beneficiary.name | data.ownReference |
        | payout.processing | {ana}                     | ES9121000418450200051332       | Olga Norte                        | Invoice #1042     |
        | payout.completed  | {ana}                     | ES9121000418450200051332       | Olga Norte                        | Invoice #1042     |

    @HOOK-6.9 @source-R
    Scenario Outline: The events of a <rail> payin name the user who is paid
      When a <rail> payin of <money> to Ana's EUR account settles
      Then these events are delivered:
        | event            | data.destination.creditedUserId | data.destination.creditedAccountId | data.payinType |
        | payin.processing | {ana}                           | {ana.eur}                          | <rail>Payin    |
        | payin.completed  | {ana}                           | {ana.eur}                          | <rail>Payin    |

      Examples: The three rails
        | rail   | money       |
        | bank   | EUR 100.00  |
        | crypto | USDC 100.00 |
        | card   | EUR 100.00  |

    @HOOK-6.10 @source-R
    Scenario: The events of a transfer name both users
      Given Bruno has a EUR account
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
      Then these events are delivered:
        | event               | data.source.debitedUserId | data.destination.creditedUserId |
        | transfer.processing | {ana}                     | {bruno}                         |
        | transfer.completed  | {ana}                     | {bruno}                         |

    @HOOK-6.11 @source-R
    Scenario Outline: The completed event of a converted <rail> payin names the pair of currencies
      When a <rail> payin of <money> to Ana's EUR account settles
      Then these events are delivered:
        | event            | data.amounts.fx.pair |
        | payin.processing |                      |
        | payin.completed  | <pair>               |

      Examples: From the currency that came to that of the account
        | rail   | money       | pair     |
        | bank   | USD 100.00  | USD/EUR  |
        | crypto | USDC 100.00 | USDC/EUR |

    @HOOK-6.12 @source-R
    Scenario: The completed event of a card payin shows the first and the last digits of the card
      When the merchant asks for a card payin of EUR 50.00 to Ana's EUR account
      And the payer pays on the payment page
      Then these events are delivered:
        | event            | data.source.cardBin | data.source.cardLastFour |
        | payin.processing |                     |                          |
        | payin.completed  | 424242              | 4242                     |

    @HOOK-6.13 @decided
    Scenario: The events of a payout name the recipient's bank
      When the merchant pays EUR 100.00 out of Ana's EUR account
        """
        recipient: {bankName: Banco del Norte}
        """
      Then these events are delivered:
        | event             | data.destination.bankName |
        | payout.processing | Banco del Norte           |
        | payout.completed  | Banco del Norte           |
