Feature: Several persons of a merchant
  Each person keeps facts of their own, and a long list shows every person on one page.

  Background:
    Given a merchant who listens for events
    And Ana is a new user
    And Bruno is a new user
    And Carla is a new user

  @source-W
  Rule: USER-1 A person is registered with the required data and gets an id

    @USER-1.18 @decided
    Scenario Outline: Page <page> of persons with two of each has <whom>
      When the merchant sends GET /api/v1/account/individual-users?page=<page>&pageSize=2
      Then the answer is valid as "individual-user-list"
      And the answer contains:
        """
        users: <users>
        pagination: {page: <page>, pageSize: 2, numPages: 2, total: 3, next: <next>, previous: <previous>}
        """

      Examples: Both pages
        | page | whom          | users                                                                               | next    | previous |
        | 1    | Ana and Bruno | [{id: "{ana}", documentNumber: 12345678Z}, {id: "{bruno}", country: PT}]            | "{any}" | null     |
        | 2    | Carla         | [{id: "{carla}", surname: Neumann, documentNumber: L01X00T47, postalCode: "10119"}] | null    | "{any}"  |

    @USER-1.19 @decided
    Scenario: The page between two others has the person who was registered between theirs
      When the merchant sends GET /api/v1/account/individual-users?page=2&pageSize=1
      Then the answer contains:
        """
        users: [{id: "{bruno}", name: Bruno, surname: Ferreira Lopes, nationality: PT}]
        pagination: {page: 2, pageSize: 1, numPages: 3, total: 3, next: "{any}", previous: "{any}"}
        """

    @USER-1.20 @decided
    Scenario: The facts of a person who is read after another one are that person's own
      When the merchant sends GET /api/v1/account/individual-users/{ana}
      Then the answer contains:
        """
        {id: "{ana}", name: Ana, surname: Torres Vidal, email: ana.torres@example.com, phoneNumber: "+34612345678",
          birthdate: "1990-05-15", documentType: NATIONAL_ID, documentNumber: 12345678Z, city: Madrid, country: ES,
          employmentStatus: EMPLOYED, sourceOfFunds: SALARY, estimatedNetWorth: 95000}
        """
      When the merchant sends GET /api/v1/account/individual-users/{bruno}
      Then the answer contains:
        """
        {id: "{bruno}", name: Bruno, surname: Ferreira Lopes, email: bruno.ferreira@example.com, phoneNumber: "+351912345678",
          birthdate: "1984-11-02", documentType: PASSPORT, documentNumber: CA123456, city: Lisboa, country: PT,
          employmentStatus: SELF_EMPLOYED, sourceOfFunds: SAVINGS, estimatedNetWorth: 210000}
        """
      When the merchant sends GET /api/v1/account/individual-users/{carla}
      Then the answer contains:
        """
        {id: "{carla}", name: Carla, surname: Neumann, documentNumber: L01X00T47, city: Berlin, country: DE,
          employmentStatus: RETIRED, sourceOfFunds: PENSION, estimatedNetWorth: 180000}
        """

    @USER-1.21 @decided
    Scenario: A verification of the fourth person leaves the facts and the level of the others as they are
      Given Dora has an open KYC session
      When the operator approves the KYC session of Dora
      And the merchant sends GET /api/v1/account/individual-users?page=2&pageSize=2
      Then the answer contains:
        """
        users: [{id: "{carla}", surname: Neumann, kycLevel: LIGHT}, {id: "{dora}", kycLevel: REGULAR}]
        """
