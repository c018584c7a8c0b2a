Feature: Failed payins
  A payin may fail at once or after it was held. It leaves the account as it
  was, and a later payin is credited.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-W
  Rule: PIN-5 A failed payin sends its event with the reason and leaves the account unchanged

    @PIN-5.1
    Scenario Outline: A failed <rail> payin has a failed order and leaves the balance unchanged
      When a <rail> payin of <sent> to Ana's EUR account fails
      Then the order is failed
      And Ana's EUR account holds EUR 0.00
      And these events are delivered:
        | event            | data.payinType | data.status | data.failure.code | data.failure.reason       |
        | payin.processing | <type>         | PROCESSING  |                   |                           |
        | payin.failed     | <type>         | FAILED      | PAYIN_REJECTED    | the sender's bank said no |

      Examples: The three rails
        | rail   | sent        | type        |
        | bank   | EUR 250.00  | bankPayin   |
        | crypto | USDC 250.00 | cryptoPayin |
        | card   | EUR 250.00  | cardPayin   |

    @PIN-5.2
    Scenario Outline: A failed payin to <holder> in <currency> makes no entry in the ledger
      Given <holder> has a <currency> account holding <currency> 100.00
      When a bank payin of <currency> 250.00 to <holder>'s <currency> account fails
      Then the ledger of <holder>'s <currency> account reads:
        | amount            | balance           |
        | <currency> 100.00 | <currency> 100.00 |
      And <holder>'s <currency> account holds <currency> 100.00

      Examples: Persons and a company
        | holder | currency |
        | Bruno  | EUR      |
        | Bruno  | USD      |
        | Acme   | EUR      |

    @PIN-5.3
    Scenario Outline: The details of a failed <rail> payin show the time of the failure
      When a <rail> payin of <sent> to Ana's EUR account fails
      And the merchant sends GET /api/v1/account/<rail>-payins/{order}
      Then the answer contains:
        """
        state: FAILED
        """
      And as the reference says, the answer contains:
        """
        failedAt: "{timestamp}"
        settledAt: null
        """

      Examples: The rails of the guide
        | rail   | sent        |
        | bank   | EUR 250.00  |
        | crypto | USDC 250.00 |

    @PIN-5.4
    Scenario Outline: A held <rail> payin can still fail
      When a <rail> payin of EUR 250.00 to Ana's EUR account is held
      And the operator fails the order
      Then the order is failed
      And Ana's EUR account holds EUR 0.00
      And these events are delivered:
        | payin.processing |
        | payin.failed     |

      Examples: Rails
        | rail |
        | bank |
        | card |

    @PIN-5.5
    Scenario: A payin after a failed one is credited
      When a bank payin of EUR 250.00 to Ana's EUR account fails
      And a bank payin of EUR 100.00 to Ana's EUR account settles
      Then the order is completed
      And Ana's EUR account holds EUR 100.00
