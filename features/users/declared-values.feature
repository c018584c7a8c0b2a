Feature: Declared values
  Some facts about a person are values of closed lists, and some require
  others. A refusal names each fact that is not valid.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: USER-3 An unknown value or country, or a missing conditional field, is refused; the refusal names each field

    @USER-3.1
    Scenario Outline: A person with <value> for <field> is registered
      When the merchant registers Ana
        """
        <field>: <value>
        """
      Then the answer is 201
      And the answer contains:
        """
        <field>: <value>
        """

      Examples: Identity documents
        | field        | value           |
        | documentType | NATIONAL_ID     |
        | documentType | RESIDENCE_CARD  |
        | documentType | PASSPORT        |
        | documentType | DRIVING_LICENSE |

      Examples: Employment statuses
        | field            | value         |
        | employmentStatus | EMPLOYED      |
        | employmentStatus | SELF_EMPLOYED |
        | employmentStatus | UNEMPLOYED    |
        | employmentStatus | STUDENT       |
        | employmentStatus | RETIRED       |

      Examples: Sources of funds
        | field         | value               |
        | sourceOfFunds | EMPLOYMENT          |
        | sourceOfFunds | SALARY              |
        | sourceOfFunds | SAVINGS             |
        | sourceOfFunds | INVESTMENT          |
        | sourceOfFunds | PENSION             |
        | sourceOfFunds | GOVERNMENT_BENEFITS |
        | sourceOfFunds | PROPERTY_SALES      |
        | sourceOfFunds | INHERITANCE         |
        | sourceOfFunds | COMBINATION         |

      Examples: Countries
        | field              | value |
        | country            | PT    |
        | birthCountry       | AX    |
        | nationality        | ZW    |
        | phoneNumberCountry | US    |

    @USER-3.2
    Scenario Outline: The value <value> is refused for <field>
      When the merchant registers Ana
        """
        <field>: <value>
        """
      Then the answer is 422
      And nothing has changed

      Examples: One of each list
        | field                | value   |
        | documentType         | VISA    |
        | employmentStatus     | HIRED   |
        | sourceOfFunds        | LOTTERY |
        | country              | XX      |
        | isPublicOffice       | true    |
        | hasPepCloseAssociate | true    |

    @USER-3.3
    Scenario Outline: A person with <value> is refused by the name of <field>
      When the merchant registers Ana
        """
        <field>: <value>
        """
      Then it is refused with 422 validation_failed
        | field    | code   |
        | /<field> | <code> |
      And nothing has changed

      Examples: Values that are on no list
        | field            | value      | code          |
        | documentType     | passport   | unknown_value |
        | documentType     | ""         | too_short     |
        | employmentStatus | FREELANCE  | unknown_value |
        | employmentStatus | [EMPLOYED] | wrong_type    |
        | sourceOfFunds    | salary     | unknown_value |
        | sourceOfFunds    | 1          | wrong_type    |

      @decided
      Examples: Declarations that are no yes
        | field                      | value | code        |
        | hasPepCloseAssociate       | 0     | wrong_type  |
        | termsAndConditionsAccepted | false | not_allowed |

      Examples: Unknown countries
        | field              | value | code          |
        | country            | es    | unknown_value |
        | country            | ESP   | unknown_value |
        | birthCountry       | UK    | unknown_value |
        | nationality        | 34    | wrong_type    |
        | phoneNumberCountry | EU    | unknown_value |

    @USER-3.4
    Scenario: One refusal names all faults
      When the merchant registers Ana
        """
        name: null
        documentType: VISA
        isPublicOffice: true
        publicOfficeCountry: XX
        hasPepCloseAssociate: true
        """
      Then it is refused with 422 validation_failed
        | field                 | code          |
        | /name                 | required      |
        | /documentType         | unknown_value |
        | /publicOfficePosition | required      |
        | /publicOfficeCountry  | unknown_value |
        | /pepAssociateName     | required      |
        | /pepAssociatePosition | required      |
        | /pepAssociateCountry  | required      |
      And nothing has changed

    @USER-3.5
    Scenario: A person with a public office, or close to a person with one, must name the office
      When the merchant registers Ana
        """
        isPublicOffice: true
        publicOfficePosition: Mayor
        publicOfficeCountry: ES
        hasPepCloseAssociate: true
        pepAssociateName: Carla Neumann
        pepAssociatePosition: Minister
        pepAssociateCountry: DE
        """
      Then the answer is 201
      And the answer contains:
        """
        publicOfficePosition: Mayor
        publicOfficeCountry: ES
        pepAssociateName: Carla Neumann
        pepAssociatePosition: Minister
        pepAssociateCountry: DE
        """
