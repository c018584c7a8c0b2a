Feature: Names and addresses of virtual IBANs
  A virtual IBAN has a name that the merchant can change, and is found under the account that it
  leads to.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account
    And Ana's EUR account has an active vIBAN

  @source-R
  Rule: VIB-1 A virtual IBAN is pending, then active or rejected; an active one can become inactive

    @VIB-1.9
    Scenario Outline: A <which> virtual IBAN can be renamed
      Given Ana's EUR account has <standing>
      When the merchant sends PUT /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{viban}
        """
        name: Deposit
        """
      Then the answer is 200
      And the answer is valid as "viban"
      And the answer contains:
        """
        id: "{viban}"
        name: Deposit
        """
      And the vIBAN is <which>

      Examples: Pending and active
        | which   | standing        |
        | pending | a pending vIBAN |
        | active  | an active vIBAN |

    @VIB-1.10
    Scenario: A name of 255 characters of several bytes is kept
      When the merchant asks for a SEPA vIBAN for Ana's EUR account
        """
        name: "\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """
      Then the answer is 201
      And the answer contains:
        """
        name: "\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
          ñ123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
        """

    @VIB-1.12
    Scenario Outline: A virtual IBAN with the name <value> is refused
      When the merchant asks for a SEPA vIBAN for Ana's EUR account
        """
        name: <value>
        """
      Then it is refused with 422 validation_failed
        | field | code   |
        | /name | <code> |
      And nothing has changed

      Examples: Missing
        | value | code     |
        | null  | required |

      @decided
      Examples: Empty or no text
        | value  | code       |
        | ""     | too_short  |
        | 7      | wrong_type |
        | [Rent] | wrong_type |

    @VIB-1.13 @decided
    Scenario Outline: Renaming a virtual IBAN to <value> is refused
      When the merchant sends PUT /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{viban}
        """
        {name: <value>}
        """
      Then it is refused with 422 validation_failed
        | field | code   |
        | /name | <code> |
      And nothing has changed

      Examples: Empty, no text or too long
        | value | code       |
        | null  | wrong_type |
        | ""    | too_short  |
        | true  | wrong_type |

    @VIB-1.14
    Scenario: An account lists its virtual IBANs, oldest first
      Given Ana's EUR account has an inactive vIBAN
      And Ana's EUR account has a pending vIBAN
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans
      Then the answer is valid as "viban-list"
      And as decided, the answer contains:
        """
        virtualIbans: [{state: ACTIVE}, {state: INACTIVE}, {id: "{viban}", state: PENDING}]
        pagination: {total: 3}
        """

    @VIB-1.15
    Scenario Outline: A virtual IBAN is not found <where>
      Given Ana has a USD account
      And Bruno has a EUR account
      When the merchant sends <method> /api/v1/account/users/<path>
        """
        {name: Astray}
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Wrong paths
        | where                        | method | path                                                          |
        | under another account        | GET    | {ana}/accounts/{ana.usd}/virtual-ibans/{viban}                |
        | under another user           | PUT    | {bruno}/accounts/{ana.eur}/virtual-ibans/{viban}              |
        | under another user's account | POST   | {bruno}/accounts/{bruno.eur}/virtual-ibans/{viban}/deactivate |
        | when it was never asked for  | GET    | {ana}/accounts/{ana.eur}/virtual-ibans/{unknown}              |

    @VIB-1.16
    Scenario Outline: On another merchant's virtual IBANs, <what> is refused
      Given another merchant
      When the other merchant sends <method> /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans<path>
        """
        {name: Stolen, rail: SEPA}  # undocumented
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: Operations on virtual IBANs
        | what           | method | path                |
        | listing those  | GET    |                     |
        | asking for one | POST   |                     |
        | reading that   | GET    | /{viban}            |
        | renaming that  | PUT    | /{viban}            |
        | giving up that | POST   | /{viban}/deactivate |
