Feature: Recipients and limits of a transfer
  A transfer takes at most the available balance, and its recipient is another
  account of the same merchant.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-S
  Rule: TRF-2 A transfer never takes more than the available balance

    @TRF-2.1
    Scenario: The whole balance can be transferred
      Given Bruno has a EUR account
      When the merchant transfers EUR 500.00 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And Ana's EUR account holds EUR 0.00
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |

    @TRF-2.2
    Scenario Outline: A transfer of <money> out of EUR 500.00 is refused
      Given Bruno has a EUR account
      When the merchant transfers <money> from Ana's EUR account to Bruno's EUR account
      Then it is refused with 422 insufficient_funds
      And nothing has changed

      Examples: Above the available balance
        | money                 |
        | EUR 500.01            |
        | EUR 5000.00           |
        | EUR 90071992547409.91 |

    @TRF-2.3
    Scenario: Money that has not settled cannot be transferred
      Given Bruno has a EUR account
      When a bank payin of EUR 100.00 to Bruno's EUR account is held
      And the merchant transfers EUR 50.00 from Bruno's EUR account to Ana's EUR account
      Then it is refused with 422 insufficient_funds
      And Bruno's EUR account holds EUR 0.00 with EUR 100.00 pending in
      And these events are delivered:
        | payin.processing |

    @TRF-2.4
    Scenario: After a refused transfer the whole balance can be transferred
      Given Bruno has a EUR account
      When the merchant transfers EUR 500.01 from Ana's EUR account to Bruno's EUR account
      Then it is refused with 422 insufficient_funds
      When the merchant transfers EUR 500.00 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And Bruno's EUR account holds EUR 500.00

    @TRF-2.5
    Scenario Outline: A transfer by <sender> of one cent more than the <currency> account holds is refused
      Given <sender> has a <currency> account holding <currency> 200.00
      And Bruno has a <currency> account
      When the merchant transfers <currency> 200.01 from <sender>'s <currency> account to Bruno's <currency> account
      Then it is refused with 422 insufficient_funds
      And nothing has changed

      Examples: A company, and a person in dollars
        | sender | currency |
        | Acme   | EUR      |
        | Carla  | USD      |

  @source-S
  Rule: TRF-4 The recipient of a transfer is another account of the same merchant

    @TRF-4.1
    Scenario: An account cannot pay itself
      When the merchant transfers EUR 120.00 from Ana's EUR account to Ana's EUR account
      Then it is refused with 422 invalid_recipient
      And nothing has changed

    @TRF-4.2
    Scenario: An account that does not exist cannot be paid
      Given Bruno has a EUR account
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        recipient: {accountId: "{unknown}"}
        """
      Then it is refused with 422 invalid_recipient
      And nothing has changed

    @TRF-4.3
    Scenario: An account of another merchant cannot be paid
      Given another merchant
      And Carla of the other merchant has a EUR account
      When the merchant transfers EUR 120.00 from Ana's EUR account to Carla of the other merchant's EUR account
      Then it is refused with 422 invalid_recipient
      And nothing has changed

    @TRF-4.4
    Scenario Outline: A transfer to the recipient <value> is refused
      Given Bruno has a EUR account
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        recipient: {accountId: <value>}
        """
      Then it is refused with 422 validation_failed
        | field                | code   |
        | /recipient/accountId | <code> |
      And nothing has changed

      Examples: No identifiers
        | value     | code           |
        | "savings" | invalid_format |
        | ""        | too_short      |
        | 42        | wrong_type     |

    @TRF-4.5
    Scenario: Money can be transferred between two accounts of one user
      Given Ana has a USD account
      And the rate of "EUR/USD" is "1.2500000000"
      When the merchant transfers EUR 120.00 from Ana's EUR account to Ana's USD account
      Then the answer is 201
      And Ana's EUR account holds EUR 380.00
      And as decided, Ana's USD account holds USD 150.00
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |
