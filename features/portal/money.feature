Feature: Money on the Portal's pages
  In the sandbox the operator plays the bank and the network: makes payins
  arrive or fail, and settles or fails held orders.

  Background:
    Given a merchant who listens for events
    And the operator works in the Portal's pages
    And Ana has a EUR account holding EUR 500.00

  @PORTAL-1 @needs-browser
  Scenario Outline: A <rail> payin from the Funds Simulator is credited
    When a <rail> payin of <money> to Ana's EUR account settles
    Then the order is completed
    And these events are delivered:
      | payin.processing |
      | payin.completed  |

    Examples: Each rail
      | rail   | money       |
      | bank   | EUR 1234.50 |
      | crypto | USDC 250.00 |
      | card   | EUR 0.01    |

  @PORTAL-2 @needs-browser
  Scenario Outline: A held payin that <move> on the order's page
    When a bank payin of EUR 250.00 to Ana's EUR account is held
    Then Ana's EUR account holds EUR 500.00 with EUR 250.00 pending in
    When the operator <move> the order
    Then the order is <state>
    And Ana's EUR account holds <balance>
    And these events are delivered:
      | payin.processing |
      | <event>          |

    Examples: Both outcomes
      | move    | state     | balance    | event           |
      | settles | completed | EUR 750.00 | payin.completed |
      | fails   | failed    | EUR 500.00 | payin.failed    |

  @PORTAL-3 @needs-browser
  Scenario: A payin from the Funds Simulator can fail
    When a bank payin of EUR 250.00 to Ana's EUR account fails
    Then the order is failed
    And Ana's EUR account holds EUR 500.00
    And these events are delivered:
      | event            | data.failure.code |
      | payin.processing |                   |
      | payin.failed     | PAYIN_REJECTED    |

  @PORTAL-4 @needs-browser
  Scenario: A simulated payin of zero is refused
    When a bank payin of EUR 0.00 to Ana's EUR account settles
    Then the answer is 422
    And the answer contains:
      """
      faults: {Amount: "{any}"}
      typed: {Amount: "0.00"}
      """
    And nothing has changed

  @PORTAL-21 @needs-browser
  Scenario Outline: A payer who <deed> on the payment page is redirected to the shop
    When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
    And the payer <deed> on the payment page
    Then the answer has the header "Location" with "<address>"
    And the order is <state>
    And Ana's EUR account holds <balance>
    And these events are delivered:
      | payin.processing |
      | <event>          |

    Examples: Actions of a payer
      | deed        | address                       | state     | balance    | event           |
      | pays        | https://shop.example/paid     | completed | EUR 750.00 | payin.completed |
      | is declined | https://shop.example/not-paid | failed    | EUR 500.00 | payin.failed    |
      | gives up    | https://shop.example/not-paid | failed    | EUR 500.00 | payin.failed    |

  @PORTAL-5 @needs-browser
  Scenario: Payouts can be held by a setting and moved on the order's page
    Given payouts are held
    When the merchant pays EUR 200.00 out of Ana's EUR account
    Then the order is pending
    When the operator submits the order
    Then the order is processing
    When the operator settles the order
    Then the order is completed
    And Ana's EUR account holds EUR 300.00
    And these events are delivered:
      | payout.processing |
      | payout.completed  |

  @PORTAL-6 @needs-browser
  Scenario: Fees set on the page are charged
    When the operator charges these fees:
      | order       | system    | merchant |
      | bank payout | 1% + 1.00 | 0.5%     |
    And the merchant pays EUR 200.00 out of Ana's EUR account
    Then the order is completed
    And Ana's EUR account holds EUR 300.00
    And the merchant's fees EUR account holds EUR 1.00
    And these events are delivered:
      | payout.processing |
      | payout.completed  |

  @PORTAL-7 @needs-browser
  Scenario: A virtual IBAN activated on the page can be paid to
    Given Ana's EUR account has a pending vIBAN
    When the operator activates the vIBAN
    Then the vIBAN is active
    When a bank payin of EUR 100.00 to the vIBAN settles
    Then Ana's EUR account holds EUR 600.00
    And these events are delivered:
      | viban.activated  |
      | payin.processing |
      | payin.completed  |

  @PORTAL-8 @needs-browser
  Scenario: A virtual IBAN can be rejected on the page
    Given Ana's EUR account has a pending vIBAN
    When the operator rejects the vIBAN
      """
      reason: The name is not that of the holder.
      """
    Then the vIBAN is rejected
    And the answer contains:
      """
      rejectionReason: The name is not that of the holder.
      """
    And these events are delivered:
      | viban.failed |
