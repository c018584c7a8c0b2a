Feature: Ledger
  The ledger records every completed change of an account. Entries are only
  added, and they always sum to the balance. The suite checks this after every
  scenario for every account; this feature shows it in detail.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account

  @source-W
  Rule: LED-1 Each completed order has its entry in every account it touched, and no other order has one

    @LED-1.1
    Scenario: Each completed order has an entry in every account it touched
      When a bank payin of EUR 100.00 to Ana's EUR account settles
      And the merchant transfers EUR 150.00 from Ana's EUR account to Bruno's EUR account
      And the merchant pays EUR 50.00 out of Ana's EUR account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR 100.00  | EUR 600.00 |
        | EUR -150.00 | EUR 450.00 |
        | EUR -50.00  | EUR 400.00 |
      And the ledger of Bruno's EUR account reads:
        | amount     | balance    |
        | EUR 150.00 | EUR 150.00 |

    @LED-1.2
    Scenario Outline: A payin that <fate> has no ledger entry
      When a bank payin of EUR 100.00 to Ana's EUR account <fate>
      Then the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |

      Examples: Not completed
        | fate    |
        | is held |
        | fails   |

    @LED-1.3
    Scenario Outline: A payout that the operator <move> has no ledger entry
      Given payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the operator <move> the order
      Then the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |

      Examples: Not completed
        | move    |
        | submits |
        | fails   |

    @LED-1.4
    Scenario: A cancelled payout has no ledger entry
      Given payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the merchant cancels the payout
      Then the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |

    @LED-1.5
    Scenario: A ledger entry is made at completion, not at the request
      When a bank payin of EUR 100.00 to Ana's EUR account is held
      And the operator settles the order
      Then the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR 100.00 | EUR 600.00 |

    @LED-1.6
    Scenario: The entries of a conversion are in the currency of each account
      Given Carla has a USD account
      And the rate of "EUR/USD" is "1.2500000000"
      When the merchant transfers EUR 100.00 from Ana's EUR account to Carla's USD account
      Then the ledger of Ana's EUR account reads:
        | amount      | balance    |
        | EUR 500.00  | EUR 500.00 |
        | EUR -100.00 | EUR 400.00 |
      And the ledger of Carla's USD account reads:
        | amount     | balance    |
        | USD 125.00 | USD 125.00 |

  @source-S
  Rule: LED-4 The entries of an account sum to its balance, and money neither appears nor disappears
    Every scenario of the suite ends with this proof for every account; here it is the story.

    @LED-4.1
    Scenario: The entries of many different payments sum to the balance
      When a card payin of EUR 80.00 to Bruno's EUR account settles
      And a bank payin of EUR 99.99 to Bruno's EUR account fails
      And the merchant transfers EUR 500.00 from Ana's EUR account to Bruno's EUR account
      And the merchant transfers EUR 0.01 from Bruno's EUR account to Ana's EUR account
      And the merchant pays EUR 79.99 out of Bruno's EUR account
      Then Ana's EUR account holds EUR 0.01
      And Bruno's EUR account holds EUR 500.00
      And the ledger of Bruno's EUR account reads:
        | amount     | balance    |
        | EUR 80.00  | EUR 80.00  |
        | EUR 500.00 | EUR 580.00 |
        | EUR -0.01  | EUR 579.99 |
        | EUR -79.99 | EUR 500.00 |

    @LED-4.2
    Scenario: Refused payments do not change the sum of the entries
      When the merchant pays EUR 500.01 out of Ana's EUR account
      Then it is refused
      When the merchant transfers EUR 999.00 from Ana's EUR account to Bruno's EUR account
      Then it is refused
      When the merchant pays EUR 1.00 out of Ana's EUR account
      Then Ana's EUR account holds EUR 499.00
      And the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR -1.00  | EUR 499.00 |

    @LED-4.3
    Scenario: The entries of simultaneous payments sum to the balance
      When the merchant sends 6 transfers and 6 payouts of EUR 100.00 at once from Ana's EUR account
      Then 5 of them succeed and the others are refused with insufficient_funds
      And Ana's EUR account holds EUR 0.00
