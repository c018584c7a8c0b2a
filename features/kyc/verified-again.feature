Feature: People who are verified a second time, or asked about twice
  Each verification sends its own events, and a refused account can be opened once the user is verified.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: KYC-2 Approval verifies the session and raises the user to REGULAR

    @KYC-2.5 @source-R
    Scenario: A second verification after a lowered level sends the events of its own session
      Given Ana is a verified user
      When the operator sets the level of Ana to LIGHT
      And the merchant opens a KYC session for Ana
      And the operator approves the KYC session of Ana
      Then the level of Ana is REGULAR
      And these events are delivered:
        | event                | data.sessionId | data.state |
        | kyc.state_updated    |                | LIGHT      |
        | kyc.session_verified | {ana.session}  |            |
        | kyc.state_updated    |                | REGULAR    |

  @source-W
  Rule: ACC-2 Only a verified user gets an account

    @ACC-2.10
    Scenario: An account is refused as often as it is asked for, and opened once the user is verified
      Given Ana has an open KYC session
      When the merchant opens a EUR account for Ana
      Then it is refused with 409 user_not_verified
      When the merchant opens a EUR account for Ana
      Then it is refused with 409 user_not_verified
      And Ana has 0 accounts
      When the operator approves the KYC session of Ana
      Then the level of Ana is REGULAR
      When the merchant opens a EUR account for Ana
      Then the answer is 201
      And Ana has 1 account
      And these events are delivered:
        | kyc.session_verified |
        | kyc.state_updated    |
        | account.activated    |

  @source-W
  Rule: KYC-3 Rejection ends the session with reasons and leaves the level unchanged

    @KYC-3.10 @decided
    Scenario: The rejection of a user who was made REGULAR meanwhile leaves the level
      Given Ana has an open KYC session
      When the operator sets the level of Ana to REGULAR
      And the operator rejects the KYC session of Ana
      Then the KYC session of Ana is REJECTED
      And the level of Ana is REGULAR
