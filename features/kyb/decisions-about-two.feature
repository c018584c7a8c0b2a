Feature: Decisions about two companies of a merchant
  Compliance decides about each company by itself, and each decision sends its own event.

  Background:
    Given a merchant who listens for events

  @source-K @source-R
  Rule: KYB-13 Approval ends the session as approved, raises the company to REGULAR and sends its event

    @KYB-13.8
    Scenario: Two companies of a merchant are approved one after the other, each with its own event
      Given Acme has a submitted KYB session
      And Globex has a submitted KYB session
      When the operator approves the KYB session of Acme
      Then the level of Acme is REGULAR
      When the operator approves the KYB session of Globex
      Then the KYB session of Globex is APPROVED
      And the KYB session of Acme is APPROVED
      And the level of Globex is REGULAR
      And these events are delivered:
        | event             | data.userId | data.state |
        | kyb.state_updated | {acme}      | REGULAR    |
        | kyb.state_updated | {globex}    | REGULAR    |

    @KYB-13.9
    Scenario: A company is approved at a merchant whose other company was rejected
      Given Acme has a submitted KYB session
      And Globex has a submitted KYB session
      When the operator rejects the KYB session of Acme
      And the operator approves the KYB session of Globex
      Then the KYB session of Acme is REJECTED
      And the level of Acme is LIGHT
      And the KYB session of Globex is APPROVED
      And the level of Globex is REGULAR
      And these events are delivered:
        | event             | data.userId | data.state |
        | kyb.state_updated | {globex}    | REGULAR    |
