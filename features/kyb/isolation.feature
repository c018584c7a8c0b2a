Feature: Companies of other merchants
  A company, its sessions and its documents are visible to one merchant only.

  Background:
    Given a merchant who listens for events
    And Acme has a complete KYB session
    And another merchant

  @source-K
  Rule: KYB-16 A KYB session belongs to a company and is found only under its own user id

    @KYB-16.4
    Scenario Outline: Reading <what> of another merchant's company is refused as not found
      When the other merchant sends GET /api/v1/account/business-user/{acme}/<path>
      Then it is refused with 404 not_found

      Examples: Addressable resources
        | what          | path                                              |
        | the sessions  | kyb-sessions                                      |
        | a session     | kyb-sessions/{acme.kyb}                           |
        | the documents | kyb-sessions/{acme.kyb}/documents                 |
        | a document    | kyb-sessions/{acme.kyb}/documents/{acme.document} |

    @KYB-16.5
    Scenario Outline: For another merchant's company, <what> is refused
      When the other merchant sends <method> /api/v1/account/business-user/{acme}/<path>
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Operations that change something
        | what                | method | path                                              |
        | opening a session   | POST   | kyb-sessions                                      |
        | deleting a document | DELETE | kyb-sessions/{acme.kyb}/documents/{acme.document} |
        | submitting          | POST   | kyb-sessions/{acme.kyb}/submit                    |

    @KYB-16.6
    Scenario: An upload for another merchant's company is refused
      When the other merchant sends POST /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents with the header "Content-Type: multipart/form-data"
        """
        category: COMPANY_INFO
        type: OTHER
        file: "@articles.pdf"
        """
      Then it is refused with 404 not_found
      And nothing has changed

    @KYB-16.7
    Scenario: Another merchant's session cannot be submitted under a company of the asking merchant
      Given Globex is a new user
      When the merchant sends POST /api/v1/account/business-user/{globex}/kyb-sessions/{acme.kyb}/submit
      Then it is refused with 404 not_found
      And nothing has changed
