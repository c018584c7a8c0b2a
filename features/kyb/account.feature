Feature: Accounts of a company
  A verified company has accounts like a verified person.

  Background:
    Given a merchant who listens for events

  @source-K
  Rule: KYB-17 Only a company at level REGULAR gets accounts

    @KYB-17.1
    Scenario Outline: A verified company opens an account in <currency>
      Given Acme is a verified user
      When the merchant opens a <currency> account for Acme
      Then the answer is 201
      And the answer contains:
        """
        {currency: <currency>, userId: "{acme}"}
        """
      And Acme's <currency> account holds <currency> 0.00
      And these events are delivered:
        | account.activated |

      Examples: Currencies
        | currency |
        | EUR      |
        | USD      |

    @KYB-17.2
    Scenario Outline: A company with <session> opens no account
      Given Acme has <session>
      When the merchant opens a EUR account for Acme
      Then it is refused with 409 user_not_verified
      And nothing has changed

      Examples: Every stage before approval
        | session                 |
        | a new KYB session       |
        | a complete KYB session  |
        | a submitted KYB session |
        | a reopened KYB session  |
        | a rejected KYB session  |

    @KYB-17.3
    Scenario: A new company opens no account
      Given Acme is a new user
      When the merchant opens a USD account for Acme
      Then it is refused with 409 user_not_verified
      And nothing has changed

    @KYB-17.4
    Scenario: A company can open an account as soon as it is approved
      Given Acme has a submitted KYB session
      When the operator approves the KYB session of Acme
      And the merchant opens a EUR account for Acme
      Then the answer is 201
      And these events are delivered:
        | kyb.state_updated |
        | account.activated |

    @KYB-17.5 @source-R
    Scenario: A company whose level was lowered to LIGHT gets no new account and keeps the old one
      Given Acme has a EUR account holding EUR 500.00
      When the operator sets the level of Acme to LIGHT
      And the merchant opens a USD account for Acme
      Then it is refused with 409 user_not_verified
      When the merchant pays EUR 200.00 out of Acme's EUR account
      Then as decided, the answer is 201
      And as decided, Acme's EUR account holds EUR 300.00
      And as decided, these events are delivered:
        | kyb.state_updated |
        | payout.processing |
        | payout.completed  |

    @KYB-17.6
    Scenario: A company can transfer money to a person
      Given Acme has a EUR account holding EUR 500.00
      And Ana has a EUR account
      When the merchant transfers EUR 120.00 from Acme's EUR account to Ana's EUR account
      Then the answer is 201
      And Acme's EUR account holds EUR 380.00
      And Ana's EUR account holds EUR 120.00
      And these events are delivered:
        | transfer.processing |
        | transfer.completed  |

    @KYB-17.7 @decided
    Scenario: A card payin to a company names the company as payer
      Given Acme has a EUR account
      When a card payin of EUR 250.00 to Acme's EUR account settles
      And the merchant sends GET /api/v1/account/card-payins/{order}
      Then the answer is valid as "card-payin"
      And the answer contains:
        """
        payer: {name: Acme S.L., surname: null, birthdate: null, documentType: TAX_ID, documentNumber: B12345674}
        """
