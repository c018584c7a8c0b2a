Feature: Kinds of documents
  Compliance requires four types of documents and accepts three optional ones.

  Background:
    Given a merchant who listens for events
    And Acme has a new KYB session

  @source-K
  Rule: KYB-3 The category of a document is COMPANY_INFO, and its type is one of seven

    @KYB-3.1
    Scenario Outline: A document of the type <type> is accepted
      When the merchant uploads "articles.pdf" as <type> for Acme
      Then the answer is 201
      And the answer contains:
        """
        category: COMPANY_INFO
        type: <type>
        """

      Examples: Mandatory documents
        | type                       |
        | MEMORANDUM_ARTICLES        |
        | BUSINESS_NUMBER            |
        | PROOF_OF_ADDRESS           |
        | DIRECTORS_SHAREHOLDERS_REG |

      Examples: Optional documents
        | type                 |
        | FINANCIAL_STATEMENTS |
        | LICENSES_PERMITS     |
        | OTHER                |

    @KYB-3.2
    Scenario: Two documents can be of one type
      When the merchant uploads "articles.pdf" as OTHER for Acme
      And the merchant uploads "bill.jpg" as OTHER for Acme
      Then the answer is 201
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        - {type: OTHER, fileName: articles.pdf}
        - {type: OTHER, fileName: bill.jpg}
        """
      And the answer matches its snapshot

    @KYB-3.3
    Scenario Outline: "<value>" is refused as <part>
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        <part>: "<value>"
        """
      Then it is refused with 422 validation_failed
        | field   | code          |
        | /<part> | unknown_value |
      And nothing has changed

      Examples: Values that are on no list
        | part     | value               |
        | category | KYB                 |
        | category | company_info        |
        | category | PERSONAL_INFO       |
        | type     | PASSPORT            |
        | type     | other               |
        | type     | MEMORANDUM-ARTICLES |
        | type     | COMPANY_INFO        |

    @KYB-3.4
    Scenario: One refusal names a wrong category and a wrong type
      When the merchant uploads "articles.pdf" as PASSPORT for Acme
        """
        category: KYB
        """
      Then it is refused with 422 validation_failed
        | field     | code          |
        | /category | unknown_value |
        | /type     | unknown_value |
      And nothing has changed
