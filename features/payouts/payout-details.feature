Feature: Quotes and details of payouts
  The merchant can ask for a quote before a payout and read the details
  afterwards. No other merchant can do either.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00

  @source-R
  Rule: OUT-5 A payout can be quoted before it is made and read afterwards, by its own merchant

    @OUT-5.1
    Scenario: A quote of a bank payout shows the amount that arrives
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
        """
        {origin: {currency: EUR, amount: 10000}, recipient: {country: ES, routingData: IBAN}}
        """
      Then the answer is 200
      And the answer contains:
        """
        origin: {currency: EUR, amount: 10000}
        destination: {currency: EUR, amount: 10000}
        quote: {rate: 1, timestamp: "{timestamp}", validUntil: "{timestamp + 30 seconds}"}
        quoteId: "{any}"
        """
      And nothing has changed

    @OUT-5.2 @decided
    Scenario Outline: A quote with <fault> is refused
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/bank-payouts/simulate
        """
        {origin: {currency: <currency>, amount: 10000}, recipient: <recipient>}
        """
      Then it is refused with 422 <code>
      And nothing has changed

      Examples: Requests for a quote that are refused
        | fault              | currency | recipient                        | code              |
        | another currency   | USD      | {country: ES, routingData: IBAN} | currency_mismatch |
        | an unknown country | EUR      | {country: ZZ, routingData: IBAN} | validation_failed |
        | no country         | EUR      | {routingData: IBAN}              | validation_failed |
        | an unknown routing | EUR      | {country: ES, routingData: POST} | validation_failed |
        | nobody to pay      | EUR      | {}                               | validation_failed |

    @OUT-5.3
    Scenario Outline: The details of a crypto payout over <network> show its recipient
      When the merchant pays EUR 100.00 out of Ana's EUR account to a <network> address
        """
        recipient: {address: "<address>", currency: USDT}
        """
      And the merchant sends GET /api/v1/account/crypto-payouts/{order}
      Then the answer is 200
      And the answer is valid as "crypto-payout"
      And the answer contains:
        """
        {id: "{order}", type: CRYPTO_PAY_OUT, state: COMPLETED, canCancel: false,
          origin: {currency: EUR, amount: 10000}, destination: {currency: USDT},
          sender: {accountId: "{ana.eur}"},
          recipient: {address: "<address>", network: <network>, currency: USDT}}
        """

      Examples: Every network
        | network  | address                                     |
        | SOLANA   | LcNR2RPX9mMG1a23dfG6yQNvLUctx4sniKXKH9TV3ym |
        | ETHEREUM | 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359  |
        | TRON     | TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj          |

    @OUT-5.4 @decided
    Scenario: The details of a crypto payout show if it can be cancelled and the time of the cancellation
      Given payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account to a SOLANA address
      And the merchant sends GET /api/v1/account/crypto-payouts/{order}
      Then the answer contains:
        """
        {state: PENDING, canCancel: true, cancelRequestedAt: null, canceledAt: null}
        """
      When the merchant cancels the payout
      And the merchant sends GET /api/v1/account/crypto-payouts/{order}
      Then the answer is valid as "crypto-payout"
      And the answer contains:
        """
        {canCancel: false, cancelRequestedAt: "{timestamp}", canceledAt: "{timestamp}"}
        """

    @OUT-5.5 @decided
    Scenario: The details of a crypto payout match their snapshot
      Given payouts are held
      When the merchant pays EUR 100.00 out of Ana's EUR account to a SOLANA address
      And the merchant sends GET /api/v1/account/crypto-payouts/{order}
      Then the answer matches its snapshot

    @OUT-5.6
    Scenario Outline: A <made> payout is not found among the <others> payouts
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<made>-payouts
        """
        {origin: {currency: EUR, amount: 10000}, reference: Rent, recipient: <recipient>}
        """
      And the merchant sends GET /api/v1/account/<others>-payouts/{order}
      Then it is refused with 404 not_found

      Examples: Wrong kinds
        | made   | others | recipient                                                                    |
        | bank   | crypto | {iban: ES9121000418450200051332, accountHolder: Olga, bankName: Banco}       |
        | crypto | bank   | {address: TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj, network: TRON, currency: USDC} |

    @OUT-5.7 @source-S
    Scenario Outline: A merchant who <does> another merchant's pending <kind> payout is refused
      Given another merchant
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<kind>-payouts
        """
        origin: {currency: EUR, amount: 10000}
        recipient: {iban: ES9121000418450200051332, accountHolder: Olga, bankName: Banco,  # undocumented
          address: TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj, network: TRON, currency: USDC}  # undocumented
        reference: Rent
        """
      And the other merchant sends <method> /api/v1/account/<path>
        """
        {code: "123456", orderId: "{order}", phoneNumber: "+34612345678", phoneNumberCountry: ES}  # undocumented
        """
      Then it is refused with 404 not_found
      And the order is pending
      And as decided, Ana's EUR account holds EUR 500.00 with EUR 100.00 pending out

      Examples: Operations on a payout
        | does              | kind   | method | path                                |
        | confirms          | bank   | POST   | bank-payouts/{order}/validate-otp   |
        | confirms          | crypto | POST   | crypto-payouts/{order}/validate-otp |
        | cancels           | crypto | POST   | crypto-payouts/{order}/cancel       |
        | looks up          | crypto | GET    | crypto-payouts/{order}              |
        | sends the code of | bank   | POST   | otp/send                            |

    @OUT-5.8 @source-S
    Scenario Outline: A merchant who <does> out of another merchant's account is refused
      Given another merchant
      When the other merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/<path>
        """
        origin: {currency: EUR, amount: 10000}
        recipient: {country: ES, routingData: IBAN,  # undocumented
          address: TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj, network: TRON, currency: USDC}  # undocumented
        reference: Stolen  # undocumented
        """
      Then it is refused with 404 not_found
      And nothing has changed

      Examples: With and without effect
        | does            | path                  |
        | pays            | crypto-payouts        |
        | asks for quotes | bank-payouts/simulate |
