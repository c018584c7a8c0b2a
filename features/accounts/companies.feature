Feature: Accounts of companies and in dollars
  A company gets accounts as a person does, and an account in dollars works
  as one in euros.

  Background:
    Given a merchant who listens for events

  @source-W @source-R
  Rule: ACC-1 An account is opened in a currency, with a label, and begins empty

    @ACC-1.5
    Scenario Outline: A new account of a company in <currency> is active and empty
      Given Acme is a verified user
      When the merchant opens a <currency> account for Acme
        """
        label: Main Account
        """
      Then the answer is 201
      And the answer is valid as "account"
      And the answer contains:
        """
        {id: "{uuid}", currency: <currency>, label: Main Account, balance: 0, state: ACTIVE, userId: "{acme}"}
        """

      Examples: Currencies
        | currency |
        | EUR      |
        | USD      |

  @source-W
  Rule: ACC-2 Only a verified user gets an account

    @ACC-2.8
    Scenario: A verified company gets an account
      Given Acme is a verified user
      When the merchant opens a EUR account for Acme
      Then the answer is 201
      And Acme has 1 account

    @ACC-2.9
    Scenario: A company that is not verified gets no account
      Given Acme is a new user
      When the merchant opens a EUR account for Acme
      Then it is refused with 409 user_not_verified
      And Acme has 0 accounts
      And nothing has changed

  @source-R
  Rule: ACC-3 An account is in euros or dollars and has a label of 1 to 255 characters

    @ACC-3.7
    Scenario Outline: An account of <holder> in dollars has the label <label>
      Given <holder> is a verified user
      When the merchant opens a USD account for <holder>
        """
        label: <label>
        """
      Then the answer is 201
      And the answer contains:
        """
        {currency: USD, label: <label>}
        """

      Examples: A person and a company
        | holder | label            |
        | Ana    | "Ahorros de Añó" |
        | Acme   | "Fish & Chips"   |

  @source-W
  Rule: ACC-4 A user may have several accounts, in the same currency too

    @ACC-4.6
    Scenario: A payin to the second account in one currency leaves the first one empty
      Given Ana has a EUR account
      When the merchant opens a EUR account for Ana
      And a bank payin of EUR 500.00 to Ana's EUR account settles
      Then Ana's EUR account holds EUR 500.00
      When the merchant sends GET /api/v1/account/users/{ana}/accounts
      Then as decided, the answer contains:
        """
        accounts: [{balance: 0}, {id: "{ana.eur}", balance: 50000}]
        """

  @source-W
  Rule: ACC-5 An active account sends its event

    @ACC-5.3
    Scenario Outline: The event names the <currency> account of <holder>
      Given <holder> is a verified user
      When the merchant opens a <currency> account for <holder>
      Then these events are delivered:
        | event             | data.accountId |
        | account.activated | <account>      |

      Examples: A person in dollars, and companies
        | holder | currency | account    |
        | Ana    | USD      | {ana.usd}  |
        | Acme   | EUR      | {acme.eur} |
        | Acme   | USD      | {acme.usd} |

  @source-R
  Rule: ACC-6 An account is found under its user and can be given another label

    @ACC-6.12
    Scenario: The label of a company's account can be changed twice, also to what it is
      Given Acme has a EUR account
      When the merchant sends PATCH /api/v1/account/users/{acme}/accounts/{acme.eur}
        """
        label: Household
        """
      And the merchant sends PATCH /api/v1/account/users/{acme}/accounts/{acme.eur}
        """
        label: H
        """
      And the merchant sends PATCH /api/v1/account/users/{acme}/accounts/{acme.eur}
        """
        label: H
        """
      Then the answer is 200
      And the answer contains:
        """
        {id: "{acme.eur}", label: H}
        """

    @ACC-6.13 @decided
    Scenario: Each account of a company is listed
      Given Acme has a EUR account
      And Acme has a USD account
      When the merchant sends GET /api/v1/account/users/{acme}/accounts
      Then the answer contains:
        """
        accounts: [{id: "{uuid}"}, {id: "{uuid}"}]
        pagination: {page: 1, pageSize: 30, total: 2}
        """
