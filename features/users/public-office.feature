Feature: Public offices and countries of a person
  Who holds a public office, or is close to somebody who does, says which office
  and in which country. Every country of a person is one of the known ones.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: USER-3 An unknown value or country, or a missing conditional field, is refused; the refusal names each field

    @USER-3.11
    Scenario Outline: A person with <what> is refused by the name of <field>
      When the merchant registers Ana
        """
        <change>
        """
      Then it is refused with 422 validation_failed
        | field    | code   |
        | /<field> | <code> |
      And nothing has changed

      Examples: An office that is told in part
        | what                         | field                | change                                                                                | code     |
        | an office without a country  | publicOfficeCountry  | {isPublicOffice: true, publicOfficePosition: Mayor}                                   | required |
        | an office without a position | publicOfficePosition | {isPublicOffice: true, publicOfficeCountry: ES}                                       | required |
        | a friend without a name      | pepAssociateName     | {hasPepCloseAssociate: true, pepAssociatePosition: Mayor, pepAssociateCountry: ES}    | required |
        | a friend without a country   | pepAssociateCountry  | {hasPepCloseAssociate: true, pepAssociatePosition: Mayor, pepAssociateName: Carla N.} | required |

      Examples: Unknown countries
        | what                      | field               | change                                                                                                         | code          |
        | no country of an office   | publicOfficeCountry | {isPublicOffice: true, publicOfficePosition: Mayor, publicOfficeCountry: XX}                                   | unknown_value |
        | no country of a friend    | pepAssociateCountry | {hasPepCloseAssociate: true, pepAssociateName: Carla N., pepAssociatePosition: Mayor, pepAssociateCountry: XX} | unknown_value |
        | no country of a passport  | nationality         | {nationality: XX}                                                                                              | unknown_value |
        | no country of a telephone | phoneNumberCountry  | {phoneNumberCountry: XX}                                                                                       | unknown_value |
