Feature: Repeated, large and misaddressed payouts
  What happened before to an account, or how much it holds, does not change
  what a payout takes.

  Background:
    Given a merchant who listens for events

  @source-W
  Rule: OUT-1 A bank payout debits the account once, sends two events and leaves one ledger entry

    @OUT-1.12
    Scenario: A payout of many millions takes the whole amount
      Given Ana has a EUR account holding EUR 50000000.00
      When the merchant pays EUR 42949672.97 out of Ana's EUR account
      Then the answer is 201
      And the order is completed
      And Ana's EUR account holds EUR 7050327.03

    @OUT-1.13
    Scenario: After a failed payout the whole balance can be paid out
      Given Ana has a EUR account holding EUR 500.00
      And payouts are held
      When the merchant pays EUR 200.00 out of Ana's EUR account
      And the operator fails the order
      Then the order is failed
      When the merchant pays EUR 500.00 out of Ana's EUR account
      Then the answer is 201
      And the order is pending

    @OUT-1.14 @source-R
    Scenario: A payout out of an account at the address of another user is refused
      Given Ana has a EUR account holding EUR 500.00
      And Bruno has a EUR account
      When the merchant sends POST /api/v1/account/users/{bruno}/accounts/{ana.eur}/bank-payouts
        """
        origin: {currency: EUR, amount: 10000}
        recipient: {iban: ES9121000418450200051332, accountHolder: Olga, bankName: Banco}
        reference: Rent
        code2fa: "{code2fa}"
        """
      Then it is refused with 404 not_found
      And nothing has changed

    @OUT-1.15 @source-S
    Scenario: A company cannot pay with a wrong second factor
      Given Acme has a EUR account holding EUR 500.00
      When the merchant pays EUR 200.00 out of Acme's EUR account
        """
        code2fa: "000000"
        """
      Then it is refused with 422 invalid_2fa_code
      And nothing has changed

  @source-W
  Rule: OUT-2 A crypto payout debits the account once, arrives as a stablecoin and sends two events

    @OUT-2.9 @source-R
    Scenario: A crypto payout out of an account at the address of another user is refused
      Given Ana has a EUR account holding EUR 500.00
      And Bruno has a EUR account
      When the merchant sends POST /api/v1/account/users/{bruno}/accounts/{ana.eur}/crypto-payouts
        """
        origin: {currency: EUR, amount: 10000}
        recipient: {address: TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj, network: TRON, currency: USDC}
        reference: Rent
        code2fa: "{code2fa}"
        """
      Then it is refused with 404 not_found
      And nothing has changed

  @source-R
  Rule: OUT-8 The fee of a payout is deducted before the conversion, in the currency of the account

    @OUT-8.13
    Scenario: A payout of a company has the same fee
      Given Acme has a EUR account holding EUR 500.00
      And these fees are charged:
        | order       | system | merchant |
        | bank payout | 0.60   | 0.40     |
      When the merchant pays EUR 100.00 out of Acme's EUR account
      Then the answer contains:
        """
        destination: {currency: EUR, amount: 9900}
        fee: {currency: EUR, amount: 100, breakdown: {systemFee: 60, merchantFee: 40}}
        """
      And the merchant's fees EUR account holds EUR 0.40

    @OUT-8.14
    Scenario: A crypto payout that fails has no fee
      Given Ana has a EUR account holding EUR 500.00
      And these fees are charged:
        | order         | system | merchant |
        | crypto payout | 0.60   | 0.40     |
      And payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account to a TRON address
      And the operator fails the order
      Then Ana's EUR account holds EUR 500.00
      And the merchant's fees EUR account holds EUR 0.00

    @OUT-8.15
    Scenario: A payout that a code confirms has the fee with which it was made
      Given Ana has a EUR account holding EUR 500.00
      And these fees are charged:
        | order       | system | merchant |
        | bank payout | 0.60   | 0.40     |
      When the merchant pays EUR 100.00 out of Ana's EUR account
        """
        code2fa: null
        """
      And the merchant confirms the payout with the code "123456"
      Then the answer contains:
        """
        destination: {currency: EUR, amount: 9900}
        fee: {currency: EUR, amount: 100, breakdown: {systemFee: 60, merchantFee: 40}}
        """
      And the merchant's fees EUR account holds EUR 0.40
