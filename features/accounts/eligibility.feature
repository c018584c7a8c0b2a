Feature: Verification as the condition for an account
  Only verified users may hold money.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: ACC-2 Only a verified user gets an account

    @ACC-2.1
    Scenario: A verified user gets an account
      Given Ana is a verified user
      When the merchant opens a EUR account for Ana
      Then the answer is 201
      And Ana has 1 account
      And these events are delivered:
        | account.activated |

    @ACC-2.2
    Scenario: A new user gets no account
      Given Ana is a new user
      When the merchant opens a EUR account for Ana
      Then it is refused
      And Ana has 0 accounts
      And nothing has changed

    @ACC-2.3
    Scenario: The refusal says that the user is not verified
      Given Ana is a new user
      When the merchant opens a EUR account for Ana
      Then it is refused with 409 user_not_verified
      And nothing has changed

    @ACC-2.4
    Scenario: A user whose verification is not decided gets no account
      Given Ana has an open KYC session
      When the merchant opens a EUR account for Ana
      Then it is refused with 409 user_not_verified
      And nothing has changed

    @ACC-2.5
    Scenario: A user whose verification was rejected gets no account
      Given Ana has an open KYC session
      When the operator rejects the KYC session of Ana
      And the merchant opens a EUR account for Ana
      Then it is refused with 409 user_not_verified
      And Ana has 0 accounts
      And these events are delivered:
        | kyc.session_failed |

    @ACC-2.6
    Scenario: A user gets an account as soon as the verification is approved
      Given Ana has an open KYC session
      When the operator approves the KYC session of Ana
      And the merchant opens a EUR account for Ana
      Then the answer is 201
      And Ana has 1 account

    @ACC-2.7 @source-R
    Scenario: A user whose verification is in review gets no account
      Given Ana has an open KYC session
      When the operator sends to review the KYC session of Ana
      And the merchant opens a EUR account for Ana
      Then it is refused with 409 user_not_verified
      And Ana has 0 accounts
      And these events are delivered:
        | kyc.session_manual_review |
