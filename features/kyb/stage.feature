Feature: Stages of a session
  The state of a session decides which actions of the merchant are possible.

  Background:
    Given a merchant who listens for events

  @source-K
  Rule: KYB-9 Submission puts a session in review and cannot be undone

    @KYB-9.3
    Scenario Outline: The merchant cannot submit <session>
      Given Acme has <session>
      When the merchant submits the KYB session of Acme
      Then it is refused with 409 session_submitted
      And nothing has changed

      Examples: Submitted before
        | session                 |
        | a submitted KYB session |
        | an approved KYB session |
        | a rejected KYB session  |

    @KYB-9.4
    Scenario Outline: An upload to <session> is refused
      Given Acme has <session>
      When the merchant uploads "bill.jpg" as <type> for Acme
      Then it is refused with 409 session_submitted
      And nothing has changed

      Examples: A mandatory document
        | session                 | type             |
        | a submitted KYB session | PROOF_OF_ADDRESS |
        | an approved KYB session | PROOF_OF_ADDRESS |
        | a rejected KYB session  | PROOF_OF_ADDRESS |

      Examples: An optional document
        | session                 | type  |
        | a submitted KYB session | OTHER |
        | an approved KYB session | OTHER |
        | a rejected KYB session  | OTHER |

    @KYB-9.5
    Scenario Outline: A faulty document for <session> is refused for its fault
      Given Acme has <session>
      When the merchant uploads "bill.jpg" as PASSPORT for Acme
      Then it is refused with 422 validation_failed
        | field | code          |
        | /type | unknown_value |
      And nothing has changed

      Examples: Submitted before
        | session                 |
        | a submitted KYB session |
        | an approved KYB session |

    @KYB-9.6
    Scenario Outline: A submitted session does not change when the merchant <tries>
      Given Acme has a submitted KYB session
      When the merchant <tries> of Acme
      Then the answer is 409
      And nothing has changed

      Examples: Changes after submission
        | tries                     |
        | submits the KYB session   |
        | deletes the last document |

    @KYB-9.7
    Scenario Outline: The session has the state <state>
      Given Acme has <session>
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions
      Then the answer contains:
        """
        [{id: "{acme.kyb}", state: <state>}]
        """

      @source-R
      Examples: Before submission
        | session                | state   |
        | a new KYB session      | CREATED |
        | a complete KYB session | CREATED |

      Examples: In review
        | session                 | state     |
        | a submitted KYB session | IN_REVIEW |

      @decided
      Examples: While more documents are awaited
        | session                | state          |
        | a reopened KYB session | INFO_REQUESTED |

      Examples: After approval
        | session                 | state    |
        | an approved KYB session | APPROVED |

      @decided
      Examples: After rejection
        | session                | state    |
        | a rejected KYB session | REJECTED |

    @KYB-9.9
    Scenario: Compliance sees a submitted document as it was uploaded
      Given Acme has a submitted KYB session
      When the merchant submits the KYB session of Acme
      Then it is refused with 409 session_submitted
      And the operator sees the last document of Acme as it was sent
