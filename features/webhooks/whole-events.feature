Feature: Snapshots of events
  A person has reviewed one event of each type, from its first member to its
  last. A new or missing member shows here.

  Background:
    Given a merchant who listens for events

  @source-W @source-R
  Rule: HOOK-6 A message carries an event id, its type, a time and its data

    @HOOK-6.20
    Scenario: The events of an account and of a payin match their snapshots
      Given Ana is a verified user
      When the merchant opens a EUR account for Ana
      And a bank payin of EUR 100.00 to Ana's EUR account settles
      Then these events are delivered:
        | account.activated |
        | payin.processing  |
        | payin.completed   |
      And the last event account.activated matches its snapshot
      And the last event payin.processing matches its snapshot
      And the last event payin.completed matches its snapshot

    @HOOK-6.21
    Scenario: The event of a failed payin matches its snapshot
      Given Ana has a EUR account
      When a card payin of EUR 100.00 to Ana's EUR account fails
      Then these events are delivered:
        | payin.processing |
        | payin.failed     |
      And the last event payin.failed matches its snapshot

    @HOOK-6.22
    Scenario: The events of a payout match their snapshots
      Given Ana has a EUR account holding EUR 500.00
      When the merchant pays EUR 100.00 out of Ana's EUR account
      Then these events are delivered:
        | payout.processing |
        | payout.completed  |
      And the last event payout.processing matches its snapshot
      And the last event payout.completed matches its snapshot

    @HOOK-6.23
    Scenario: The events of a transfer match their snapshots
      Given Ana has a EUR account holding EUR 500.00
      And Bruno has a EUR account
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
      Then these events are delivered:
        | transfer.processing |
        | transfer.completed  |
      And the last event transfer.processing matches its snapshot
      And the last event transfer.completed matches its snapshot

    @HOOK-6.24
    Scenario: The events of a verification match their snapshots
      Given Bruno has an open KYC session
      When the operator approves the KYC session of Bruno
      Then these events are delivered:
        | kyc.session_verified |
        | kyc.state_updated    |
      And the last event kyc.session_verified matches its snapshot
      And the last event kyc.state_updated matches its snapshot

    @HOOK-6.25
    Scenario: The event of a failed verification matches its snapshot
      Given Bruno has an open KYC session
      When the operator rejects the KYC session of Bruno
      Then these events are delivered:
        | kyc.session_failed |
      And the last event kyc.session_failed matches its snapshot

    @HOOK-6.26 @source-R
    Scenario: The event of a session in review matches its snapshot
      Given Bruno has an open KYC session
      When the operator sends to review the KYC session of Bruno
      Then these events are delivered:
        | kyc.session_manual_review |
      And the last event kyc.session_manual_review matches its snapshot

    @HOOK-6.27 @source-R @needs-clock
    Scenario: The event of an expired session matches its snapshot
      Given Bruno has an open KYC session
      When 7 days pass
      Then these events are delivered:
        | kyc.session_expired |
      And the last event kyc.session_expired matches its snapshot

    @HOOK-6.28 @source-R
    Scenario: The events of a company and of its related party match their snapshots
      Given Acme has a submitted KYB session
      When the operator declares Carla as UBO of Acme
      And the operator approves the KYC session of Carla
      And the operator approves the KYB session of Acme
      Then these events are delivered:
        | related_party.kyc_session_created |
        | kyc.session_verified              |
        | kyc.state_updated                 |
        | kyb.state_updated                 |
      And the last event related_party.kyc_session_created matches its snapshot
      And the last event kyc.session_verified matches its snapshot
      And the last event kyc.state_updated matches its snapshot
      And the last event kyb.state_updated matches its snapshot

    @HOOK-6.29 @source-R
    Scenario: The events of a virtual IBAN match their snapshots
      Given Ana has a EUR account
      When the merchant asks for a SEPA vIBAN for Ana's EUR account
      And the operator rejects the vIBAN
      And the merchant asks for a SEPA vIBAN for Ana's EUR account
      And the operator activates the vIBAN
      And the merchant deactivates the vIBAN
      Then these events are delivered:
        | viban.failed      |
        | viban.activated   |
        | viban.deactivated |
      And the last event viban.failed matches its snapshot
      And the last event viban.activated matches its snapshot
      And the last event viban.deactivated matches its snapshot
