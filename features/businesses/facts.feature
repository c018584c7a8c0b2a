Feature: The facts of a company
  Some facts about a company are required, others are optional. Every fact has
  a defined form.

  Background:
    Given a merchant who listens for events

  @source-W @source-K
  Rule: USER-2 A company is registered with the required data at either of two paths and gets an id

    @USER-2.11
    Scenario Outline: A company without <field> is refused
      When the merchant registers Acme
        """
        <change>
        """
      Then it is refused with 422 validation_failed
        | field   | code     |
        | <field> | required |
      And nothing has changed

      @source-R
      Examples: Required declarations of the business
        | field                            | change                                   |
        | /businessActivity                | businessActivity: null                   |
        | /businessActivity/businessNature | businessActivity: {businessNature: null} |
        | /businessActivity/industryType   | businessActivity: {industryType: null}   |
        | /businessActivity/revenueModel   | businessActivity: {revenueModel: null}   |

      @source-R
      Examples: Required declarations of the company
        | field    | change        |
        | /company | company: null |

      @decided
      Examples: Required facts of the company
        | field                                    | change                                                 |
        | /company/legalName                       | company: {legalName: null}                             |
        | /company/taxId                           | company: {taxId: null}                                 |
        | /company/addresses                       | company: {addresses: null}                             |
        | /company/addresses/registered            | company: {addresses: {registered: null}}               |
        | /company/addresses/registered/line1      | company: {addresses: {registered: {line1: null}}}      |
        | /company/addresses/registered/city       | company: {addresses: {registered: {city: null}}}       |
        | /company/addresses/registered/country    | company: {addresses: {registered: {country: null}}}    |
        | /company/addresses/registered/postalCode | company: {addresses: {registered: {postalCode: null}}} |
        | /company/addresses/registered/province   | company: {addresses: {registered: {province: null}}}   |
        | /company/incorporation                   | company: {incorporation: null}                         |
        | /company/incorporation/constitutionType  | company: {incorporation: {constitutionType: null}}     |
        | /company/incorporation/country           | company: {incorporation: {country: null}}              |
        | /company/incorporation/date              | company: {incorporation: {date: null}}                 |
        | /company/contact                         | company: {contact: null}                               |
        | /company/contact/email                   | company: {contact: {email: null}}                      |
        | /company/contact/phone                   | company: {contact: {phone: null}}                      |

    @USER-2.12
    Scenario Outline: A company with <field> of another form is refused with <code>
      When the merchant registers Globex
        """
        <change>
        """
      Then it is refused with 422 validation_failed
        | field   | code   |
        | <field> | <code> |
      And nothing has changed

      @decided
      Examples: The company
        | field                                    | change                                                  | code           |
        | /company/legalName                       | company: {legalName: ""}                                | too_short      |
        | /company/taxId                           | company: {taxId: 12345674}                              | wrong_type     |
        | /company/addresses/registered/postalCode | company: {addresses: {registered: {postalCode: 28013}}} | wrong_type     |
        | /company/addresses/operational/city      | company: {addresses: {operational: {city: null}}}       | required       |
        | /company/contact/email                   | company: {contact: {email: office}}                     | invalid_format |
        | /company/contact/phone                   | company: {contact: {phone: "910000001"}}                | invalid_format |
        | /company/incorporation/date              | company: {incorporation: {date: 30/06/2014}}            | invalid_format |
        | /company/incorporation/date              | company: {incorporation: {date: "2999-01-01"}}          | out_of_range   |
        | /company/addresses                       | company: {addresses: Madrid}                            | wrong_type     |

      @decided
      Examples: Business activity
        | field                                           | change                                                    | code         |
        | /businessActivity/revenueModel                  | businessActivity: {revenueModel: " "}                     | too_short    |
        | /businessActivity/companySize/totalEmployees    | businessActivity: {companySize: {totalEmployees: "25"}}   | wrong_type   |
        | /businessActivity/companySize/branchesInCountry | businessActivity: {companySize: {branchesInCountry: -1}}  | out_of_range |
        | /businessActivity/existingProviders/banks       | businessActivity: {existingProviders: {banks: Santander}} | wrong_type   |
        | /businessActivity/productsAndServices           | businessActivity: {productsAndServices: []}               | too_short    |
        | /businessActivity/productsAndServices/1         | businessActivity: {productsAndServices: [Freight, 7]}     | wrong_type   |

      @decided
      Examples: Shares of the business
        | field                                           | change                                                                            | code         |
        | /businessActivity/revenueBreakdown/0/percentage | businessActivity: {revenueBreakdown: [{percentage: 101, productOrService: Fuel}]} | out_of_range |
