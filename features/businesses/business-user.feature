Feature: Business user
  A merchant registers a company with its business and its legal facts. The
  company can then be verified and get accounts.

  Background:
    Given a merchant who listens for events

  @source-W @source-K
  Rule: USER-2 A company is registered with the required data at either of two paths and gets an id

    @USER-2.1
    Scenario: A registered company gets an id
      When the merchant registers Acme
      Then the answer is 201
      And the answer is valid as "business-user"
      And the answer contains:
        """
        id: "{uuid}"
        """
      And as decided, the answer contains:
        """
        company: {legalName: Acme S.L.}
        createdAt: "{timestamp}"
        """

    @USER-2.2 @decided
    Scenario: The answer to a registration matches its snapshot
      When the merchant registers Acme
      Then the answer matches its snapshot

    @USER-2.4
    Scenario Outline: A company registered at <created> is the one found at <read>
      When the merchant sends POST /api/v1/account/<created>
        """
        businessActivity: {businessNature: Bakery, industryType: RETAIL, revenueModel: Daily sales}
        company:
          legalName: Panes del Sur S.L.
          taxId: B11111111
          addresses:
            registered: {line1: Calle Sol 4, city: Cádiz, province: Cádiz, postalCode: "11001", country: ES}
          incorporation: {constitutionType: CORPORATION, country: ES, date: "2020-02-29"}
          contact: {email: hola@panes.example.com, phone: "+34956000001"}
        """
      Then the answer is 201
      When the merchant sends GET /api/v1/account/<read>/{answer.id}
      Then the answer is 200
      And the answer is valid as "business-user"
      And the answer contains:
        """
        company: {legalName: Panes del Sur S.L., taxId: B11111111, incorporation: {date: "2020-02-29"}}
        """

      Examples: Two spellings of one list
        | created        | read           |
        | business-users | business-users |
        | business-users | business-user  |
        | business-user  | business-users |
        | business-user  | business-user  |

    @USER-2.5 @decided
    Scenario Outline: Each company of a merchant is listed at <list>
      Given Acme is a new user
      And Globex is a new user
      And Ana is a new user
      When the merchant sends GET /api/v1/account/<list>
      Then the answer is 200
      And the answer is valid as "business-user-list"
      And the answer contains:
        """
        users: [{id: "{acme}", company: {legalName: Acme S.L.}}, {id: "{globex}"}]
        pagination: {page: 1, pageSize: 30, numPages: 1, total: 2, next: null, previous: null}
        """

      Examples: Two spellings of one list
        | list           |
        | business-users |
        | business-user  |

    @USER-2.6 @decided
    Scenario Outline: A long list at <list> comes in pages
      Given Acme is a new user
      And Globex is a new user
      When the merchant sends GET /api/v1/account/<list>?page=2&pageSize=1
      Then the answer contains:
        """
        users: [{id: "{globex}"}]
        pagination: {page: 2, pageSize: 1, numPages: 2, total: 2, next: null, previous: "{any}"}
        """

      Examples: Two spellings of one list
        | list           |
        | business-users |
        | business-user  |

    @USER-2.7 @decided
    Scenario Outline: Reading <what> at <path> is refused as not found
      Given Acme is a new user
      And Ana is a new user
      When the merchant sends GET /api/v1/account/<path>
      Then it is refused with 404 not_found

      Examples: Wrong kinds and unknown users
        | what                     | path                     |
        | a person                 | business-users/{ana}     |
        | a person                 | business-user/{ana}      |
        | a company                | individual-users/{acme}  |
        | an identifier nobody has | business-users/{unknown} |
        | an identifier nobody has | business-user/{unknown}  |
        | an invalid identifier    | business-users/acme      |
        | an invalid identifier    | business-user/acme       |

    @USER-2.8 @decided
    Scenario: No KYC session is opened for a company
      Given Acme is a new user
      When the merchant opens a KYC session for Acme
      Then it is refused with 404 not_found
      And nothing has changed

    @USER-2.9 @decided
    Scenario: The list of individual users contains no company
      Given Acme is a new user
      And Ana is a new user
      When the merchant sends GET /api/v1/account/individual-users
      Then the answer contains:
        """
        users: [{id: "{ana}"}]
        pagination: {total: 1}
        """

    @USER-2.10 @source-S
    Scenario Outline: Companies of another merchant are not found at <path>
      Given Acme is a new user
      And another merchant
      When the other merchant sends GET /api/v1/account/<path>/{acme}
      Then it is refused with 404 not_found
      When the other merchant sends GET /api/v1/account/<path>
      Then the answer contains:
        """
        users: []
        """

      Examples: Two spellings of one list
        | path           |
        | business-users |
        | business-user  |
