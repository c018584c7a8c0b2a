Feature: Bounds of documents and related parties
  A file may have any name and up to 10 MB, and a related party may own the
  whole company.

  Background:
    Given a merchant who listens for events

  @source-K
  Rule: KYB-4 A file has at most 10 MB and is not empty

    @KYB-4.6 @decided
    Scenario: A file of one byte less than 10 MB is accepted
      Given Acme has a new KYB session
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        size: 10485759
        """
      Then the answer is 201
      And the operator sees the last document of Acme as it was sent

  @source-K
  Rule: KYB-2 A document is uploaded as a form of category, type and file, one document per request

    @KYB-2.14
    Scenario: A file with non-Latin letters in its name is accepted
      Given Acme has a new KYB session
      When the merchant uploads "Estatutos de Añó – 定款.pdf" as OTHER for Acme
        """
        content: articles.pdf
        """
      Then the answer is 201
      And as the reference says, the answer contains:
        """
        fileName: Estatutos de Añó – 定款.pdf
        """
      And the operator sees the last document of Acme as it was sent

  @source-K @source-R
  Rule: KYB-11 Compliance declares the related parties of a company, and each gets a KYC session

    @KYB-11.18 @source-R
    Scenario: A related party may own the whole company
      Given Acme has a submitted KYB session
      When the operator declares Carla as SHAREHOLDER of Acme
        """
        ownershipPercentage: 100
        """
      Then the answer is 201
      And these events are delivered:
        | event                             | data.relatedParty.id | data.relatedParty.ownershipPercentage |
        | related_party.kyc_session_created | {carla.party}        | 100                                   |

  @decided @needs-idempotency
  Rule: IDEM-1 A request that creates something has one effect and one answer for each idempotency key

    @IDEM-1.19
    Scenario: A repeated upload stores one document
      Given Acme has a new KYB session
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        idempotencyKey: d
        """
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same

    @IDEM-1.20
    Scenario: The key of one upload is refused for another document
      Given Acme has a new KYB session
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        idempotencyKey: d
        """
      And the merchant uploads "bill.jpg" as PROOF_OF_ADDRESS for Acme
        """
        idempotencyKey: d
        """
      Then it is refused with 409 idempotency_conflict

  @source-S
  Rule: AUTH-7 The data of one merchant is unknown to every other merchant

    @AUTH-7.16
    Scenario Outline: Reading <what> of another merchant is refused as not found
      Given Acme has a complete KYB session
      And another merchant
      When the other merchant sends GET /api/v1/account/<path>
      Then it is refused with 404 not_found

      Examples: A company and its verification
        | what                  | path                                                                   |
        | a company's sessions  | business-user/{acme}/kyb-sessions                                      |
        | a session's documents | business-user/{acme}/kyb-sessions/{acme.kyb}/documents                 |
        | a document            | business-user/{acme}/kyb-sessions/{acme.kyb}/documents/{acme.document} |

      @decided
      Examples: A company and one session
        | what                 | path                                         |
        | a company            | business-users/{acme}                        |
        | a company            | business-user/{acme}                         |
        | a company's accounts | users/{acme}/accounts                        |
        | a session            | business-user/{acme}/kyb-sessions/{acme.kyb} |
