Feature: KYB file
  A file has a limited size and a type that people can open.

  Background:
    Given a merchant who listens for events
    And Acme has a new KYB session

  @source-K
  Rule: KYB-4 A file has at most 10 MB and is not empty

    @KYB-4.1 @decided
    Scenario: A file of exactly 10 MB is accepted
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        size: 10485760
        """
      Then the answer is 201
      And the answer contains:
        """
        fileSize: 10485760
        """
      And the operator sees the last document of Acme as it was sent

    @KYB-4.2
    Scenario Outline: The file "<file>" of <size> bytes is too large
      When the merchant uploads "<file>" as OTHER for Acme
        """
        size: <size>
        """
      Then it is refused with 413 file_too_large
      And nothing has changed

      @decided
      Examples: One byte beyond 10 MB
        | file         | size     |
        | articles.pdf | 10485761 |

      Examples: Beyond 10 MB
        | file         | size     |
        | articles.pdf | 12000000 |
        | bill.jpg     | 12000000 |

    @KYB-4.3 @decided
    Scenario: An empty file is refused
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        size: 0
        """
      Then it is refused with 422 validation_failed
        | field | code      |
        | /file | too_short |
      And nothing has changed

    @KYB-4.4
    Scenario: Two files may have more than 10 MB together
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        size: 6000000
        """
      And the merchant uploads "articles.pdf" as OTHER for Acme
        """
        size: 6000000
        """
      Then the answer is 201

    @KYB-4.5
    Scenario: A file of ten million bytes is accepted
      When the merchant uploads "articles.pdf" as OTHER for Acme
        """
        size: 10000000
        """
      Then the answer is 201
      And the operator sees the last document of Acme as it was sent

  @source-K
  Rule: KYB-5 A file is a PDF, a workbook, a text document or a picture, by its name and by what is in it

    @KYB-5.1
    Scenario Outline: "<file>" is accepted
      When the merchant uploads "<file>" as OTHER for Acme
      Then the answer is 201
      And as the reference says, the answer contains:
        """
        fileName: <file>
        mimeType: <kind>
        """

      Examples: The eight endings
        | file              | kind                                                                    |
        | articles.pdf      | application/pdf                                                         |
        | statements.xlsx   | application/vnd.openxmlformats-officedocument.spreadsheetml.sheet       |
        | statements.xls    | application/vnd.ms-excel                                                |
        | shareholders.docx | application/vnd.openxmlformats-officedocument.wordprocessingml.document |
        | permit.doc        | application/msword                                                      |
        | bill.jpg          | image/jpeg                                                              |
        | bill.jpeg         | image/jpeg                                                              |
        | certificate.png   | image/png                                                               |

      Examples: Capital letters
        | file              | kind                                                                    |
        | ARTICLES.PDF      | application/pdf                                                         |
        | STATEMENTS.XLSX   | application/vnd.openxmlformats-officedocument.spreadsheetml.sheet       |
        | STATEMENTS.XLS    | application/vnd.ms-excel                                                |
        | SHAREHOLDERS.DOCX | application/vnd.openxmlformats-officedocument.wordprocessingml.document |
        | PERMIT.DOC        | application/msword                                                      |
        | BILL.JPG          | image/jpeg                                                              |
        | BILL.JPEG         | image/jpeg                                                              |
        | CERTIFICATE.PNG   | image/png                                                               |

      Examples: Mixed letter case
        | file            | kind                                                              |
        | Articles.Pdf    | application/pdf                                                   |
        | Statements.xlSX | application/vnd.openxmlformats-officedocument.spreadsheetml.sheet |
        | Bill.jPeG       | image/jpeg                                                        |

    @KYB-5.9
    Scenario Outline: A file named "<name>" is accepted for its ending
      When the merchant uploads "<name>" as OTHER for Acme
        """
        content: <content>
        """
      Then the answer is 201

      Examples: Further dots, spaces and letters in the name
        | name                    | content           |
        | articles.2026.pdf       | articles.pdf      |
        | articles.pdf.docx       | shareholders.docx |
        | the articles (copy).pdf | articles.pdf      |
        | Permit.Doc              | permit.doc        |
        | Shareholders.Docx       | shareholders.docx |
