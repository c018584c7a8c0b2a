Feature: Pages of every list
  Each list comes in pages of one to a hundred.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: ACC-6 An account is found under its user and can be given another label

    @ACC-6.14 @decided
    Scenario: The first of two pages of accounts has a link to the next one
      Given Ana has a EUR account
      And Ana has a USD account
      When the merchant sends GET /api/v1/account/users/{ana}/accounts?pageSize=1
      Then the answer contains:
        """
        accounts: [{id: "{any}"}]
        pagination: {page: 1, pageSize: 1, numPages: 2, total: 2, next: "{any}", previous: null}
        """

    @ACC-6.15 @decided
    Scenario Outline: The page <query> of accounts is refused
      Given Ana has a EUR account
      When the merchant sends GET /api/v1/account/users/{ana}/accounts?<query>
      Then it is refused with 422 validation_failed
        | field    | code         |
        | /<field> | out_of_range |

      Examples: Pages that do not exist, and one that is too long
        | query        | field    |
        | page=0       | page     |
        | pageSize=0   | pageSize |
        | pageSize=101 | pageSize |

  @source-R
  Rule: KYC-7 A new session is possible only after one that was rejected or has expired

    @KYC-7.11 @decided
    Scenario: The first of two pages of sessions has a link to the next one
      Given Ana has an open KYC session
      When the operator rejects the KYC session of Ana
      And the merchant opens a KYC session for Ana
      And the merchant sends GET /api/v1/account/users/{ana}/identity-verifications?pageSize=1
      Then the answer contains:
        """
        sessions: [{id: "{any}"}]
        pagination: {page: 1, pageSize: 1, numPages: 2, total: 2, next: "{any}", previous: null}
        """

    @KYC-7.12 @decided
    Scenario Outline: The page <query> of sessions is refused
      Given Ana has an open KYC session
      When the merchant sends GET /api/v1/account/users/{ana}/identity-verifications?<query>
      Then it is refused with 422 validation_failed
        | field    | code         |
        | /<field> | out_of_range |

      Examples: Pages that do not exist, and one that is too long
        | query        | field    |
        | page=0       | page     |
        | pageSize=0   | pageSize |
        | pageSize=101 | pageSize |

  @source-W
  Rule: USER-1 A person is registered with the required data and gets an id

    @USER-1.10 @decided
    Scenario: The first of two pages of persons has a link to the next one
      Given Ana is a new user
      And Bruno is a new user
      When the merchant sends GET /api/v1/account/individual-users?pageSize=1
      Then the answer contains:
        """
        users: [{id: "{any}"}]
        pagination: {page: 1, pageSize: 1, numPages: 2, total: 2, next: "{any}", previous: null}
        """
      And the answer matches its snapshot

    @USER-1.11 @decided
    Scenario Outline: The page <query> of persons is refused
      Given Ana is a new user
      When the merchant sends GET /api/v1/account/individual-users?<query>
      Then it is refused with 422 validation_failed
        | field    | code         |
        | /<field> | out_of_range |

      Examples: Pages that do not exist, and one that is too long
        | query        | field    |
        | page=0       | page     |
        | pageSize=0   | pageSize |
        | pageSize=101 | pageSize |

  @source-R
  Rule: VIB-1 A virtual IBAN is pending, then active or rejected; an active one can become inactive

    @VIB-1.19 @decided
    Scenario: The first of two pages of virtual IBANs has a link to the next one
      Given Ana has a EUR account
      And Ana's EUR account has a pending vIBAN
      And Ana's EUR account has a pending vIBAN
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans?pageSize=1
      Then the answer contains:
        """
        virtualIbans: [{id: "{any}"}]
        pagination: {page: 1, pageSize: 1, numPages: 2, total: 2, next: "{any}", previous: null}
        """

    @VIB-1.20 @decided
    Scenario Outline: The page <query> of virtual IBANs is refused
      Given Ana has a EUR account
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans?<query>
      Then it is refused with 422 validation_failed
        | field    | code         |
        | /<field> | out_of_range |

      Examples: Pages that do not exist, and one that is too long
        | query        | field    |
        | page=0       | page     |
        | pageSize=0   | pageSize |
        | pageSize=101 | pageSize |
