Feature: A lowered level
  A verification can become invalid, for instance when an identity document
  expires. The user then gets no further account; existing accounts keep
  working.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-R
  Rule: KYC-8 A lowered level sends its event and blocks new accounts, not existing ones

    @KYC-8.1
    Scenario: A lowered level sends its event
      When the operator sets the level of Ana to LIGHT
      Then the level of Ana is LIGHT
      And these events are delivered:
        | event             | data.userId | data.state |
        | kyc.state_updated | {ana}       | LIGHT      |

    @KYC-8.2
    Scenario: A user whose level was lowered gets no new account
      When the operator sets the level of Ana to LIGHT
      And the merchant opens a USD account for Ana
      Then it is refused with 409 user_not_verified
      And Ana has 1 account
      And these events are delivered:
        | kyc.state_updated |

    @KYC-8.3 @decided
    Scenario: An account of a user whose level was lowered still receives and pays
      When the operator sets the level of Ana to LIGHT
      And a bank payin of EUR 100.00 to Ana's EUR account settles
      And the merchant pays EUR 600.00 out of Ana's EUR account
      Then the answer is 201
      And Ana's EUR account holds EUR 0.00
      And these events are delivered:
        | kyc.state_updated |
        | payin.processing  |
        | payin.completed   |
        | payout.processing |
        | payout.completed  |

    @KYC-8.4
    Scenario: A lowered level can be raised again
      When the operator sets the level of Ana to LIGHT
      And the operator sets the level of Ana to REGULAR
      And the merchant opens a USD account for Ana
      Then the answer is 201
      And these events are delivered:
        | event             | data.state |
        | kyc.state_updated | LIGHT      |
        | kyc.state_updated | REGULAR    |
        | account.activated |            |

    @KYC-8.5
    Scenario: An unchanged level sends no event
      When the operator sets the level of Ana to REGULAR
      Then the level of Ana is REGULAR
      And nothing has changed

    @KYC-8.6
    Scenario: A level that is already LIGHT cannot be lowered
      When the operator sets the level of Ana to LIGHT
      And the operator sets the level of Ana to LIGHT
      Then the level of Ana is LIGHT
      And these events are delivered:
        | event             | data.state |
        | kyc.state_updated | LIGHT      |

    @KYC-8.8 @decided
    Scenario: An account of a user whose level was lowered still makes transfers
      Given Bruno has a EUR account
      When the operator sets the level of Ana to LIGHT
      And the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
      Then the answer is 201
      And Ana's EUR account holds EUR 380.00
      And Bruno's EUR account holds EUR 120.00

    @KYC-8.9
    Scenario: A lowered level leaves everybody else's as it is
      Given Bruno is a verified user
      When the operator sets the level of Ana to LIGHT
      Then the level of Ana is LIGHT
      And the level of Bruno is REGULAR
      And these events are delivered:
        | event             | data.userId | data.state |
        | kyc.state_updated | {ana}       | LIGHT      |
