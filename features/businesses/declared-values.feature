Feature: Declared values of a company
  The business and the legal form of a company are values of closed lists. A
  value that is on no list is described in words.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: USER-3 An unknown value or country, or a missing conditional field, is refused; the refusal names each field

    @USER-3.6
    Scenario Outline: A company can be in <industry>
      When the merchant registers Acme
        """
        businessActivity: {industryType: <industry>}
        """
      Then the answer is 201
      And the answer contains:
        """
        businessActivity: {industryType: <industry>, industryTypeOther: null}
        """

      Examples: Industries
        | industry              |
        | WHOLESALE             |
        | RETAIL                |
        | CRYPTO_FINTECH        |
        | ECOMMERCE             |
        | EDUCATION             |
        | ENTERTAINMENT         |
        | GOVERNMENT            |
        | HOSPITALITY           |
        | MANUFACTURING         |
        | PAYMENTS_REMITTANCE   |
        | FINANCIAL_SERVICES    |
        | PROFESSIONAL_SERVICES |
        | HEALTHCARE            |
        | TRANSPORT_LOGISTICS   |
        | REAL_ESTATE           |
        | NON_PROFIT            |

    @USER-3.7
    Scenario Outline: A company can be a <type>
      When the merchant registers Acme
        """
        company: {incorporation: {constitutionType: <type>}}
        """
      Then the answer is 201
      And the answer contains:
        """
        company: {incorporation: {constitutionType: <type>, constitutionTypeOther: null}}
        """

      Examples: Constitutions
        | type                  |
        | INDIVIDUAL            |
        | CORPORATION           |
        | LLC                   |
        | PARTNERSHIP           |
        | LIMITED_PARTNERSHIP   |
        | SOLE_PROPRIETORSHIP   |
        | COOPERATIVE           |
        | NON_PROFIT            |
        | GOVERNMENT            |
        | TRUST                 |
        | FINANCIAL_INSTITUTION |
        | FOUNDATION            |

    @USER-3.8
    Scenario Outline: A value outside the list needs a description
      When the merchant registers Acme
        """
        <change>
        """
      Then the answer is 201
      And the answer contains:
        """
        <change>
        """

      Examples: The two lists
        | change                                                                                              |
        | businessActivity: {industryType: OTHER, industryTypeOther: Beekeeping}                              |
        | company: {incorporation: {constitutionType: OTHER, constitutionTypeOther: Sociedad limitada nueva}} |

    @USER-3.9
    Scenario Outline: A company with an invalid <field> is refused with <code>
      When the merchant registers Acme
        """
        <change>
        """
      Then it is refused with 422 validation_failed
        | field   | code   |
        | <field> | <code> |
      And nothing has changed

      Examples: Values that are on no list
        | field                                   | change                                                                                                              | code          |
        | /businessActivity/industryType          | businessActivity: {industryType: BANKING}                                                                           | unknown_value |
        | /businessActivity/industryType          | businessActivity: {industryType: retail}                                                                            | unknown_value |
        | /businessActivity/industryType          | businessActivity: {industryType: 1}                                                                                 | wrong_type    |
        | /company/incorporation/constitutionType | company: {incorporation: {constitutionType: S.L.}}                                                                  | unknown_value |
        | /company/incorporation/constitutionType | company: {incorporation: {constitutionType: llc}}                                                                   | unknown_value |
        | /company/incorporation/country          | company: {incorporation: {country: ESP}}                                                                            | unknown_value |
        | /company/addresses/registered/country   | company: {addresses: {registered: {country: es}}}                                                                   | unknown_value |
        | /company/addresses/operational/country  | company: {addresses: {operational: {line1: Sol 4, city: Cádiz, province: Cádiz, postalCode: "11001", country: XX}}} | unknown_value |

      Examples: Countries of the business
        | field                                                  | change                                                                                                                                                   | code          |
        | /businessActivity/fundsFlow/inwardsPayments/0/country  | businessActivity: {fundsFlow: {inwardsPayments: [{country: XX, percentage: 1, productSector: Fuel}]}}                                                    | unknown_value |
        | /businessActivity/fundsFlow/inwardsPayments/1/country  | businessActivity: {fundsFlow: {inwardsPayments: [{country: ES, percentage: 1, productSector: Fuel}, {country: XX, percentage: 1, productSector: Fuel}]}} | unknown_value |
        | /businessActivity/fundsFlow/outwardsPayments/0/country | businessActivity: {fundsFlow: {outwardsPayments: [{country: XX, percentage: 1, productSector: Fuel}]}}                                                   | unknown_value |

      Examples: Missing descriptions
        | field                                        | change                                                                         | code      |
        | /businessActivity/industryTypeOther          | businessActivity: {industryType: OTHER}                                        | required  |
        | /businessActivity/industryTypeOther          | businessActivity: {industryType: OTHER, industryTypeOther: ""}                 | too_short |
        | /company/incorporation/constitutionTypeOther | company: {incorporation: {constitutionType: OTHER}}                            | required  |
        | /company/incorporation/constitutionTypeOther | company: {incorporation: {constitutionType: OTHER, constitutionTypeOther: ""}} | too_short |

    @USER-3.10
    Scenario: One refusal names all faults of a company
      When the merchant registers Acme
        """
        businessActivity: {businessNature: null, industryType: OTHER}
        company:
          taxId: 7
          addresses: {registered: {country: XX}}
          incorporation: {constitutionType: CLUB, date: "2999-01-01"}
          contact: {email: office}
        """
      Then it is refused with 422 validation_failed
        | field                                   | code           |
        | /businessActivity/businessNature        | required       |
        | /businessActivity/industryTypeOther     | required       |
        | /company/taxId                          | wrong_type     |
        | /company/addresses/registered/country   | unknown_value  |
        | /company/incorporation/constitutionType | unknown_value  |
        | /company/incorporation/date             | out_of_range   |
        | /company/contact/email                  | invalid_format |
      And nothing has changed
