Feature: File formats and file names
  A file whose content does not match its extension, or whose type is not
  accepted, is refused.

  Background:
    Given a merchant who listens for events
    And Acme has a new KYB session

  @source-K
  Rule: KYB-5 A file is a PDF, a workbook, a text document or a picture, by its name and by what is in it

    @KYB-5.2
    Scenario Outline: A file named "<name>" is refused for its name
      When the merchant uploads "<name>" as OTHER for Acme
        """
        content: articles.pdf
        """
      Then it is refused with 422 unsupported_file_type
        | field | code        |
        | /file | not_allowed |
      And nothing has changed

      Examples: Other endings
        | name             |
        | articles.txt     |
        | articles.pdf.exe |
        | articles.pdfx    |
        | articles.zip     |
        | articles.gif     |
        | articles.svg     |
        | articles.html    |
        | articles         |
        | articles.        |

    @KYB-5.3 @decided
    Scenario Outline: The content of <content> under the name "<name>" is refused
      When the merchant uploads "<name>" as OTHER for Acme
        """
        content: <content>
        """
      Then it is refused with 422 unsupported_file_type
        | field | code        |
        | /file | not_allowed |
      And nothing has changed

      Examples: A name of each kind over something else
        | name              | content           |
        | articles.pdf      | certificate.png   |
        | statements.xlsx   | articles.pdf      |
        | statements.xlsx   | shareholders.docx |
        | statements.xlsx   | statements.xls    |
        | statements.xls    | statements.xlsx   |
        | statements.xls    | articles.pdf      |
        | shareholders.docx | statements.xlsx   |
        | shareholders.docx | permit.doc        |
        | shareholders.docx | certificate.png   |
        | permit.doc        | shareholders.docx |
        | permit.doc        | bill.jpg          |
        | bill.jpg          | certificate.png   |
        | bill.jpeg         | articles.pdf      |
        | certificate.png   | bill.jpg          |
        | certificate.png   | permit.doc        |

    @KYB-5.4 @decided
    Scenario Outline: A "<name>" cut off after its first bytes is refused
      When the merchant uploads "<name>" as OTHER for Acme
        """
        size: 2
        """
      Then it is refused with 422 unsupported_file_type
        | field | code        |
        | /file | not_allowed |
      And nothing has changed

      Examples: A name of each kind
        | name              |
        | articles.pdf      |
        | statements.xlsx   |
        | statements.xls    |
        | shareholders.docx |
        | permit.doc        |
        | bill.jpg          |
        | bill.jpeg         |
        | certificate.png   |

    @KYB-5.5 @decided
    Scenario Outline: The media type that the sender gives for <file> has no influence
      When the merchant uploads "<file>" as OTHER for Acme
        """
        mediaType: <announced>
        """
      Then the answer is 201
      And the answer contains:
        """
        mimeType: <kind>
        """

      Examples: Other media types than the file's own
        | file            | announced                | kind            |
        | articles.pdf    | text/plain               | application/pdf |
        | certificate.png | application/octet-stream | image/png       |

    @KYB-5.6
    Scenario: The endings jpg and jpeg are the same type
      When the merchant uploads "bill.jpeg" as OTHER for Acme
        """
        content: bill.jpg
        """
      Then the answer is 201

    @KYB-5.7
    Scenario: One refusal names a file of another kind and the other faults
      When the merchant uploads "articles.txt" as PASSPORT for Acme
        """
        content: articles.pdf
        """
      Then it is refused with 422 validation_failed
        | field | code          |
        | /file | not_allowed   |
        | /type | unknown_value |
      And nothing has changed

    @KYB-5.8 @decided
    Scenario Outline: The folders in "<name>" are removed from the file name
      When the merchant uploads "<name>" as OTHER for Acme
        """
        content: articles.pdf
        """
      Then the answer is 201
      And the answer contains:
        """
        fileName: <shown>
        """
      When the merchant sends GET /api/v1/account/business-user/{acme}/kyb-sessions/{acme.kyb}/documents
      Then the answer contains:
        """
        [{fileName: <shown>}]
        """

      Examples: File names with folders and other scripts
        | name                    | shown                  |
        | ../../articles.pdf      | articles.pdf           |
        | /home/acme/articles.pdf | articles.pdf           |
        | escritura de Peñas.pdf  | escritura de Peñas.pdf |
