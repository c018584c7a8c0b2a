Feature: New accounts
  A verified user gets as many accounts as the merchant opens, each in one currency.

  Background:
    Given a merchant who listens for events
    And Ana is a verified user

  @source-W @source-R
  Rule: ACC-1 An account is opened in a currency, with a label, and begins empty

    @ACC-1.1
    Scenario Outline: A new account in <currency> is active and empty
      When the merchant opens a <currency> account for Ana
        """
        label: Main Account
        """
      Then the answer is 201
      And the answer is valid as "account"
      And the answer contains:
        """
        id: "{uuid}"
        currency: <currency>
        label: Main Account
        balance: 0
        state: ACTIVE
        userId: "{ana}"
        """
      And these events are delivered:
        | account.activated |

      Examples: Currencies
        | currency |
        | EUR      |
        | USD      |

    @ACC-1.2
    Scenario: A new account has no pending money
      When the merchant opens a EUR account for Ana
      Then as the reference says, the answer contains:
        """
        pendingIn: 0
        pendingOut: 0
        type: "{any}"
        """
      And Ana's EUR account holds EUR 0.00

    @ACC-1.3
    Scenario: A new account matches its snapshot
      When the merchant opens a EUR account for Ana
        """
        label: Main Account
        """
      Then the answer matches its snapshot
      And these events are delivered:
        | account.activated |

    @ACC-1.4
    Scenario: An account for an unknown user is refused
      When the merchant sends POST /api/v1/account/users/{unknown}/accounts
        """
        currency: EUR
        label: Main Account
        """
      Then it is refused with 404 not_found
      And nothing has changed

  @source-W
  Rule: ACC-4 A user may have several accounts, in the same currency too

    @ACC-4.1
    Scenario: A user can have accounts in two currencies
      Given Ana has a EUR account
      When the merchant opens a USD account for Ana
      Then the answer is 201
      And Ana has 2 accounts
      And these events are delivered:
        | account.activated |

    @ACC-4.2
    Scenario Outline: A user can have two accounts in <currency>
      Given Ana has a <currency> account
      When the merchant opens a <currency> account for Ana
        """
        label: Savings
        """
      Then the answer is 201
      And Ana has 2 accounts
      And these events are delivered:
        | account.activated |

      Examples: Currencies
        | currency |
        | EUR      |
        | USD      |

    @ACC-4.3
    Scenario: A user can have three accounts with the same label
      When the merchant opens a EUR account for Ana
      And the merchant opens a EUR account for Ana
      And the merchant opens a EUR account for Ana
      Then the answer is 201
      And Ana has 3 accounts
      And these events are delivered:
        | account.activated |
        | account.activated |
        | account.activated |

    @ACC-4.4
    Scenario: A payin to one account does not change another account
      Given Ana has a EUR account holding EUR 500.00
      When the merchant opens a EUR account for Ana
      Then the answer contains:
        """
        balance: 0
        """
      And Ana has 2 accounts

    @ACC-4.5
    Scenario: A company can have two accounts in the same currency
      Given Acme has a EUR account
      When the merchant opens a EUR account for Acme
      Then the answer is 201
      And Acme has 2 accounts

  @source-W
  Rule: ACC-5 An active account sends its event

    @ACC-5.1
    Scenario: The event names the account
      When the merchant opens a EUR account for Ana
      Then these events are delivered:
        | event             | data.accountId |
        | account.activated | {ana.eur}      |

    @ACC-5.2 @source-R
    Scenario: A refused account sends no event
      When the merchant opens a EUR account for Ana
        """
        label: null
        """
      Then the answer is 422
      And nothing has changed
