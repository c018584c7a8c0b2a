Feature: Snapshots of answers
  A person has reviewed one answer of each operation, from its first member to
  its last. Here are those whose answers no other scenario compares as a whole.

  Background:
    Given a merchant

  @source-W @source-K
  Rule: USER-2 A company is registered with the required data at either of two paths and gets an id

    @USER-2.21
    Scenario Outline: A company read under "<address>" matches its snapshot
      Given Acme has an approved KYB session
      When the merchant sends GET /api/v1/account/<address>/{acme}
      Then the answer is 200
      And the answer matches its snapshot

      Examples: The two addresses
        | address        |
        | business-users |
        | business-user  |

  @source-R
  Rule: MER-1 Every merchant has an operational and a fees account in each currency

    @MER-1.23
    Scenario: An own account that is read by itself matches its snapshot
      When a bank payin of EUR 70.00 to the merchant's fees EUR account settles
      Then the merchant's fees EUR account holds EUR 70.00
      When the merchant sends GET /api/v1/merchant/user/accounts/{merchant.fees.eur}
      Then the answer is 200
      And the answer matches its snapshot

  @source-W @source-R
  Rule: LED-3 Entries are listed in order of time, each with its amount, the balance after it and its order

    @LED-3.15 @source-R
    Scenario: An entry that is read under its account matches its snapshot
      Given Ana has a EUR account
      When a bank payin of EUR 10.00 to Ana's EUR account settles
      Then the ledger of Ana's EUR account reads:
        | amount    | balance   |
        | EUR 10.00 | EUR 10.00 |
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions/{entry}
      Then the answer is 200
      And the answer matches its snapshot

  @source-W
  Rule: PIN-4 Stablecoins sent to an account's address are converted to the account's currency

    @PIN-4.9
    Scenario: A new address matches its snapshot
      Given Ana has a EUR account
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/crypto-addresses
        """
        {currency: USDC, network: ETHEREUM}
        """
      Then the answer is 201
      And the answer matches its snapshot

  @source-R
  Rule: VIB-1 A virtual IBAN is pending, then active or rejected; an active one can become inactive

    @VIB-1.22
    Scenario: An active virtual IBAN matches its snapshot
      Given Ana has a EUR account
      And Ana's EUR account has an active vIBAN
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/virtual-ibans/{viban}
      Then the answer is 200
      And the answer matches its snapshot

    @VIB-1.23
    Scenario: A virtual IBAN that the merchant deactivates matches its snapshot
      Given Ana has a EUR account
      And Ana's EUR account has an active vIBAN
      When the merchant deactivates the vIBAN
      Then the answer is 200
      And the answer matches its snapshot

  @source-W
  Rule: OUT-6 A payout can be cancelled while it is pending, and not afterwards

    @OUT-6.20
    Scenario: A cancelled crypto payout matches its snapshot
      Given payouts are held
      And Ana has a EUR account holding EUR 500.00
      When the merchant pays EUR 100.00 out of Ana's EUR account to a TRON address
      And the merchant cancels the payout
      Then the answer is 200
      And the answer matches its snapshot
