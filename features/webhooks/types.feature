Feature: Messages of every type
  Each type of event has a message of its own, for persons, companies and
  virtual IBANs.

  Background:
    Given a merchant who listens for events

  @source-W @source-R
  Rule: HOOK-6 A message carries an event id, its type, a time and its data

    @HOOK-6.14 @source-R
    Scenario: The event of a session in review names the session
      Given Bruno has an open KYC session
      When the operator sends to review the KYC session of Bruno
      Then these events are delivered:
        | event                     | eventType                 | data.userId | data.sessionId  |
        | kyc.session_manual_review | kyc.session_manual_review | {bruno}     | {bruno.session} |

    @HOOK-6.15 @source-R @needs-clock
    Scenario: The event of an expired session names the session
      Given Bruno has an open KYC session
      When 7 days pass
      Then these events are delivered:
        | event               | eventType           | data.userId | data.sessionId  |
        | kyc.session_expired | kyc.session_expired | {bruno}     | {bruno.session} |

    @HOOK-6.16 @source-R
    Scenario: The event of a company's level names the company and the level, upwards and downwards
      Given Acme has a submitted KYB session
      When the operator approves the KYB session of Acme
      And the operator sets the level of Acme to LIGHT
      Then these events are delivered:
        | event             | eventType         | data.userId | data.state |
        | kyb.state_updated | kyb.state_updated | {acme}      | REGULAR    |
        | kyb.state_updated | kyb.state_updated | {acme}      | LIGHT      |

    @HOOK-6.17 @source-R
    Scenario: The events of a related party name the person and not a user
      Given Acme has a submitted KYB session
      When the operator declares Carla as UBO of Acme
      And the operator approves the KYC session of Carla
      Then these events are delivered:
        | event                             | data.relatedParty.id | data.entityType | data.relatedPartyId |
        | related_party.kyc_session_created | {carla.party}        |                 |                     |
        | kyc.session_verified              |                      | related-party   | {carla.party}       |
        | kyc.state_updated                 |                      | related-party   | {carla.party}       |

    @HOOK-6.18 @source-R
    Scenario Outline: The events of virtual IBANs in <currency> name the account and the state
      Given Ana has a <currency> account
      When the merchant asks for a <rail> vIBAN for Ana's <currency> account
      And the operator rejects the vIBAN
      And the merchant asks for a <rail> vIBAN for Ana's <currency> account
      And the operator activates the vIBAN
      And the merchant deactivates the vIBAN
      Then these events are delivered:
        | event             | data.accountId | data.rail | data.status |
        | viban.failed      | <account>      | <rail>    | REJECTED    |
        | viban.activated   | <account>      | <rail>    | ACTIVE      |
        | viban.deactivated | <account>      | <rail>    | INACTIVE    |

      Examples: The rails
        | currency | rail | account   |
        | EUR      | SEPA | {ana.eur} |
        | USD      | ACH  | {ana.usd} |

    @HOOK-6.19 @source-R
    Scenario: The events of a company's payin and crypto payout name the company
      Given Acme has a EUR account
      When a bank payin of EUR 100.00 to Acme's EUR account settles
      And the merchant pays EUR 100.00 out of Acme's EUR account to a TRON address
      Then these events are delivered:
        | event             | data.destination.creditedUserId | data.source.debitedUserId | data.destination.network |
        | payin.processing  | {acme}                          |                           |                          |
        | payin.completed   | {acme}                          |                           |                          |
        | payout.processing |                                 | {acme}                    | TRON                     |
        | payout.completed  |                                 | {acme}                    | TRON                     |

  @source-W
  Rule: HOOK-5 Only subscribed event types are delivered

    @HOOK-5.11 @source-R
    Scenario: A subscription to the related parties of companies delivers no other event
      Given the merchant listens only for "related_party.kyc_session_created"
      And Acme has a submitted KYB session
      When the operator declares Carla as UBO of Acme
      And the operator approves the KYC session of Carla
      Then these events are delivered:
        | event                             | data.kycSession.id |
        | related_party.kyc_session_created | {carla.session}    |
