Feature: Unknown members inside a body
  A member that the API does not know is ignored inside an object of the body as it is in
  the body itself.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account

  @decided
  Rule: ERR-3 Unknown fields are ignored, and a value of another type is not converted

    @ERR-3.8
    Scenario: Unknown members inside the facts of a company are ignored
      When the merchant registers Acme
        """
        company:
          colour: blue  # undocumented
          contact: {fax: "+34910000002"}  # undocumented
          incorporation: {notary: Olga Ruiz}  # undocumented
          addresses: {registered: {planet: Mars}}  # undocumented
        businessActivity: {mood: good}  # undocumented
        """
      Then the answer is 201
      And the answer is valid as "business-user"
      When the merchant sends GET /api/v1/account/business-users/{acme}
      Then the answer contains:
        """
        {id: "{acme}", kybLevel: LIGHT}
        """

    @ERR-3.9
    Scenario: Unknown members inside the recipient of a transfer are ignored
      When the merchant transfers EUR 100.00 from Ana's EUR account to Bruno's EUR account
        """
        recipient: {planet: Mars, userId: "{unknown}"}  # undocumented
        """
      Then the answer is 201
      And the order is completed
      And Bruno's EUR account holds EUR 100.00

    @ERR-3.10
    Scenario: Unknown members inside the amount and the recipient of a crypto payout are ignored
      When the merchant pays EUR 100.00 out of Ana's EUR account to a TRON address
        """
        origin: {unit: cents, decimals: 0}  # undocumented
        recipient: {planet: Mars, memo: Rent}  # undocumented
        """
      Then the answer is 201
      And the order is completed
      And Ana's EUR account holds EUR 400.00

    @ERR-3.11
    Scenario: Unknown members inside the amount of a quote are ignored
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
        """
        origin: {currency: EUR, amount: 10000, unit: cents}  # undocumented
        recipient: {country: ES, routingData: IBAN, planet: Mars}  # undocumented
        """
      Then the answer is 200
      And the answer contains:
        """
        {origin: {currency: EUR, amount: 10000}, destination: {currency: EUR, amount: 10000}}
        """
      And nothing has changed
