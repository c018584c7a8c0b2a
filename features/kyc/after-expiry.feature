Feature: Verification after an expiry or a lowered level
  A user whose session has expired can still be verified in a new one, and a level can
  fall and rise more than once.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: KYC-5 An undecided session expires after seven days; a decided one never does

    @KYC-5.7 @needs-clock
    Scenario: A session that has expired stays expired when a later one is approved
      Given Ana is a new user
      When the merchant opens a KYC session for Ana
      Then the answer contains:
        """
        id: "{uuid as first}"
        """
      When 7 days pass
      And the merchant logs in
      And the merchant opens a KYC session for Ana
      And the operator approves the KYC session of Ana
      Then the KYC session of Ana is VERIFIED
      And the level of Ana is REGULAR
      When the merchant sends GET /api/v1/account/users/{ana}/identity-verifications/{first}
      Then as decided, the answer contains:
        """
        {id: "{first}", state: EXPIRED}
        """
      And these events are delivered:
        | event                | data.sessionId | data.userId | data.state |
        | kyc.session_expired  | {first}        | {ana}       |            |
        | kyc.session_verified | {ana.session}  | {ana}       |            |
        | kyc.state_updated    |                | {ana}       | REGULAR    |

    @KYC-5.8 @needs-clock
    Scenario: A second session that nobody decides expires seven days after it was opened
      Given Ana has an open KYC session
      When 7 days pass
      And the merchant logs in
      And the merchant opens a KYC session for Ana
      And 6 days pass
      And the merchant logs in
      Then the KYC session of Ana is NOT_STARTED
      When 1 day passes
      And the merchant logs in
      Then the KYC session of Ana is EXPIRED
      And the level of Ana is LIGHT
      And these events are delivered, perhaps among others:
        | event               | data.sessionId | data.userId |
        | kyc.session_expired | {ana.session}  | {ana}       |

  @source-R
  Rule: KYC-8 A lowered level sends its event and blocks new accounts, not existing ones

    @KYC-8.12
    Scenario: A level that has fallen and risen can fall and rise again
      Given Ana has a EUR account
      When the operator sets the level of Ana to LIGHT
      And the operator sets the level of Ana to REGULAR
      And the operator sets the level of Ana to LIGHT
      And the merchant opens a USD account for Ana
      Then it is refused with 409 user_not_verified
      And Ana has 1 account
      When the operator sets the level of Ana to REGULAR
      And the merchant opens a USD account for Ana
      Then the answer is 201
      And these events are delivered:
        | event             | data.userId | data.state |
        | kyc.state_updated | {ana}       | LIGHT      |
        | kyc.state_updated | {ana}       | REGULAR    |
        | kyc.state_updated | {ana}       | LIGHT      |
        | kyc.state_updated | {ana}       | REGULAR    |
        | account.activated |             |            |
