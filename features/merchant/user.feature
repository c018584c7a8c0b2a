Feature: The merchant as the owner of accounts
  The merchant's own accounts belong to a user of the merchant itself, and
  money that fails to arrive changes none of them.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: MER-1 Every merchant has an operational and a fees account in each currency

    @MER-1.17
    Scenario: The merchant's own accounts belong to the merchant's user
      Then the merchant's fees EUR account holds EUR 0.00
      When the merchant sends GET /api/v1/merchant/user
      Then the answer contains:
        """
        id: "{merchant.user}"
        """
      And the answer matches its snapshot

    @MER-1.18
    Scenario: A failed payin to an own account is not credited
      When a bank payin of EUR 70.00 to the merchant's fees EUR account fails
      Then the order is failed
      And the merchant's fees EUR account holds EUR 0.00
      And these events are delivered:
        | payin.processing |
        | payin.failed     |
