Feature: Isolation of merchants
  The data of one merchant is invisible to every other merchant.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And another merchant

  @source-S
  Rule: AUTH-7 The data of one merchant is unknown to every other merchant

    @AUTH-7.1
    Scenario Outline: Reading <what> of another merchant is refused as not found
      When the other merchant sends GET <path>
      Then it is refused with 404 not_found

      Examples: Addressable resources
        | what         | path                                                                    |
        | a user       | /api/v1/account/individual-users/{ana}                                  |
        | the sessions | /api/v1/account/users/{ana}/identity-verifications                      |
        | a session    | /api/v1/account/users/{ana}/identity-verifications/{ana.session}        |
        | the checks   | /api/v1/account/users/{ana}/identity-verifications/{ana.session}/checks |
        | the accounts | /api/v1/account/users/{ana}/accounts                                    |
        | an account   | /api/v1/account/users/{ana}/accounts/{ana.eur}                          |
        | its orders   | /api/v1/account/users/{ana}/accounts/{ana.eur}/orders                   |
        | its ledger   | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions             |

    @AUTH-7.2
    Scenario Outline: Reading <what> of another merchant is refused as not found
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the other merchant sends GET <path>
      Then it is refused with 404 not_found

      Examples: An order and its details
        | what     | path                                 |
        | an order | /api/v1/account/orders/{order}       |
        | a payout | /api/v1/account/bank-payouts/{order} |

    @AUTH-7.3
    Scenario Outline: An entry of another merchant's ledger cannot be read <where>
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      Then the ledger of Ana's EUR account reads:
        | amount     | balance    |
        | EUR 500.00 | EUR 500.00 |
        | EUR 10.00  | EUR 510.00 |
      When the other merchant sends GET <path>
      Then it is refused with 404 not_found

      Examples: Two addresses
        | where             | path                                                                |
        | by itself         | /api/v1/account/transactions/{entry}                                |
        | under the account | /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{entry} |

    @AUTH-7.4
    Scenario Outline: For another merchant's user, <what> is refused
      Given Bruno is a new user
      When the other merchant sends <method> <path>
        """
        currency: EUR  # undocumented
        label: Stolen
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Operations that change something
        | what                | method | path                                                 |
        | opening a session   | POST   | /api/v1/account/users/{bruno}/identity-verifications |
        | opening an account  | POST   | /api/v1/account/users/{ana}/accounts                 |
        | renaming an account | PATCH  | /api/v1/account/users/{ana}/accounts/{ana.eur}       |

    @AUTH-7.5
    Scenario Outline: A merchant who <does> another merchant's money is refused
      Given Carla of the other merchant has a EUR account
      When the other merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<path>
        """
        origin: {currency: EUR, amount: 50000}
        recipient: {accountId: "{other.carla.eur}"}
        reference: Stolen  # undocumented
        code2fa: "123456"  # undocumented
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: With and without effect
        | does                      | path               |
        | transfers                 | transfers          |
        | asks what would arrive of | transfers/simulate |

    @AUTH-7.6
    Scenario: A payout from another merchant's account is refused
      When the other merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts
        """
        origin: {currency: EUR, amount: 50000}
        recipient: {iban: ES9121000418450200051332, accountHolder: Carla, bankName: Santander}
        reference: Stolen
        code2fa: "123456"
        """
      Then it is refused with 404 not_found
      And nothing has changed

    @AUTH-7.7
    Scenario: A merchant cannot cancel another merchant's payout
      Given payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account
      And the other merchant sends POST /api/v1/account/bank-payouts/{order}/cancel
      Then it is refused with 404 not_found
      And the order is pending
      And Ana's EUR account holds EUR 500.00 with EUR 100.00 pending out

    @AUTH-7.8
    Scenario Outline: A list of <what> shows only the merchant's own
      When the other merchant sends GET <path>
      Then the answer contains:
        """
        <what>: []
        """
      And as the reference says, the answer contains:
        """
        pagination: {total: 0}
        """

      Examples: Lists of a merchant
        | what   | path                             |
        | users  | /api/v1/account/individual-users |
        | orders | /api/v1/account/orders           |

    @AUTH-7.9
    Scenario: Another merchant's account is not found under a user of the asking merchant
      Given Carla of the other merchant has a EUR account
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{other.carla.eur}
      Then it is refused with 404 not_found

    @AUTH-7.10
    Scenario Outline: A <rail> payin of another merchant cannot be read
      When a <rail> payin of <sent> to Ana's EUR account settles
      And the other merchant sends GET /api/v1/account/<rail>-payins/{order}
      Then it is refused with 404 not_found

      Examples: The three rails
        | rail   | sent       |
        | bank   | EUR 10.00  |
        | crypto | USDC 10.00 |
        | card   | EUR 10.00  |

    @AUTH-7.11
    Scenario: A transfer of another merchant cannot be read
      Given Bruno has a EUR account
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
      And the other merchant sends GET /api/v1/account/transfers/{order}
      Then it is refused with 404 not_found
