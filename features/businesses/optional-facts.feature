Feature: Optional facts of a company
  A company is registered with all facts or with the required ones alone, and
  only once.

  Background:
    Given a merchant who listens for events

  @source-W @source-K
  Rule: USER-2 A company is registered with the required data at either of two paths and gets an id

    @USER-2.3 @source-R
    Scenario: The answer for a company with every field matches its snapshot
      When the merchant registers Globex
      Then the answer is 201
      And the answer matches its snapshot

    @USER-2.13
    Scenario Outline: A company without <fact> is accepted
      When the merchant registers Globex
        """
        <change>
        """
      Then the answer is 201
      And the answer contains:
        """
        <shown>
        """

      @decided
      Examples: The type
        | fact   | change                                 | shown                                  |
        | a type | businessActivity: {businessType: null} | businessActivity: {businessType: null} |

      @source-R
      Examples: Optional members
        | fact               | change                                          | shown                                           |
        | another type       | businessActivity: {businessTypeOther: null}     | businessActivity: {businessTypeOther: null}     |
        | its size           | businessActivity: {companySize: null}           | businessActivity: {companySize: null}           |
        | its providers      | businessActivity: {existingProviders: null}     | businessActivity: {existingProviders: null}     |
        | a volume           | businessActivity: {expectedMonthlyVolume: null} | businessActivity: {expectedMonthlyVolume: null} |
        | its flows of money | businessActivity: {fundsFlow: null}             | businessActivity: {fundsFlow: null}             |
        | its clients        | businessActivity: {msbRelationship: null}       | businessActivity: {msbRelationship: null}       |
        | its products       | businessActivity: {productsAndServices: null}   | businessActivity: {productsAndServices: null}   |
        | where it earns     | businessActivity: {revenueBreakdown: null}      | businessActivity: {revenueBreakdown: null}      |

      @decided
      Examples: The second address
        | fact                   | change                                    | shown                                     |
        | a place where it works | company: {addresses: {operational: null}} | company: {addresses: {operational: null}} |

    @USER-2.14 @decided @needs-idempotency
    Scenario: A company sent twice with one idempotency key is registered once
      When the merchant sends POST /api/v1/account/business-user with the header "Idempotency-Key: panes"
        """
        {"businessActivity": {"businessNature": "Bakery", "industryType": "RETAIL", "revenueModel": "Daily sales"},
         "company": {"legalName": "Panes del Sur S.L.", "taxId": "B11111111",
          "addresses": {"registered": {"line1": "Sol 4", "city": "Cádiz", "province": "Cádiz", "postalCode": "11001", "country": "ES"}},
          "incorporation": {"constitutionType": "CORPORATION", "country": "ES", "date": "2020-02-29"},
          "contact": {"email": "hola@panes.example.com", "phone": "+34956000001"}}}
        """
      And the merchant sends the same again
      Then the answer is 201
      And the last 2 answers are the same
      When the merchant sends GET /api/v1/account/business-users
      Then the answer contains:
        """
        users: [{company: {taxId: B11111111}}]
        pagination: {total: 1}
        """
      And the answer matches its snapshot

    @USER-2.22 @source-R
    Scenario: A company keeps every item of its flows of money
      When the merchant registers Globex
        """
        businessActivity:
          fundsFlow:
            inwardsPayments:
              - {country: PT, percentage: 70, productSector: Freight}
              - {country: DE, percentage: 30, productSector: Storage}
            outwardsPayments:
              - {country: ES, percentage: 60, productSector: Fuel}
              - {country: FR, percentage: 25, productSector: Tolls}
              - {country: IT, percentage: 15, productSector: Rent}
        """
      Then the answer is 201
      When the merchant sends GET /api/v1/account/business-users/{globex}
      Then the answer contains:
        """
        businessActivity:
          fundsFlow:
            inwardsPayments:
              - {country: PT, percentage: 70, productSector: Freight}
              - {country: DE, percentage: 30, productSector: Storage}
            outwardsPayments:
              - {country: ES, percentage: 60, productSector: Fuel}
              - {country: FR, percentage: 25, productSector: Tolls}
              - {country: IT, percentage: 15, productSector: Rent}
        """
