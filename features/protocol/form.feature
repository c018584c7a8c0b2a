Feature: Forms
  A document is sent as multipart/form-data. A body that is not a form is
  refused before its parts are read.

  Background:
    Given a merchant who listens for events
    And Acme has a new KYB session

  @source-K
  Rule: KYB-2 A document is uploaded as a form of category, type and file, one document per request

    @KYB-2.10
    Scenario Outline: A body of <type> is refused
      When the merchant sends POST /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents with the header "Content-Type: <type>"
        """
        {"category": "COMPANY_INFO", "type": "OTHER", "file": "the articles"}
        """
      Then it is refused with 415 unsupported_media_type
      And nothing has changed

      Examples: Not a form with files
        | type                              |
        | application/json                  |
        | application/x-www-form-urlencoded |
        | multipart/mixed; boundary=line    |
        | application/pdf                   |
        | text                              |

    @KYB-2.11
    Scenario: No body at all is refused
      When the merchant sends POST /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then it is refused with 415 unsupported_media_type
      And nothing has changed

    @KYB-2.12
    Scenario Outline: A form <fault> is refused
      When the merchant sends POST /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents with the header "Content-Type: multipart/form-data; <boundary>"
        """
        <body>
        """
      Then it is refused with 400 malformed_request
      And nothing has changed

      Examples: Unreadable forms
        | fault                      | boundary      | body                                    |
        | that does not say its line | charset=utf-8 | --line                                  |
        | without its line           | boundary=line | the articles                            |
        | that never ends            | boundary=line | --line                                  |
        | with another line          | boundary=line | --other--                               |
        | that breaks off in a head  | boundary=line | --line\\ncontent-disposition: form-data |
