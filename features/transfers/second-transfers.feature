Feature: Several transfers from one account
  Each transfer and each quote keeps its own recipient, reference and amount. A
  later one takes none of them over.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno has a EUR account
    And Carla has a USD account
    And the rate of "EUR/USD" is "1.2500000000"

  @source-W @source-R
  Rule: TRF-1 A transfer debits one account, credits the other and sends two events

    @TRF-1.19 @source-R
    Scenario: Two transfers keep their own recipients, references and amounts
      Given Dora has a EUR account
      When the merchant transfers EUR 120.00 from Ana's EUR account to Bruno's EUR account
        """
        reference: Shared dinner
        """
      And the merchant transfers EUR 30.00 from Ana's EUR account to Dora's EUR account
        """
        reference: Rent of May
        """
      And the merchant sends GET /api/v1/account/transfers/{order.1}
      Then the answer contains:
        """
        {id: "{order.1}", reference: Shared dinner, origin: {currency: EUR, amount: 12000},
          destination: {currency: EUR, amount: 12000}, recipient: {accountId: "{bruno.eur}"}}
        """
      When the merchant sends GET /api/v1/account/transfers/{order.2}
      Then the answer contains:
        """
        {id: "{order.2}", reference: Rent of May, origin: {currency: EUR, amount: 3000},
          destination: {currency: EUR, amount: 3000}, recipient: {accountId: "{dora.eur}"}}
        """
      When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/orders?type_eq=TRANSFER
      Then as decided, the answer contains:
        """
        orders: [{id: "{order.2}", reference: Rent of May, destination: {currency: EUR, amount: 3000}},
          {id: "{order.1}", reference: Shared dinner, destination: {currency: EUR, amount: 12000}}]
        """
      And these events are delivered:
        | event               | data.orderId | data.ownReference | data.destination.creditedAccountId | data.destination.creditedUserId | data.amounts.creditedAmount.amount |
        | transfer.processing | {order.1}    | Shared dinner     | {bruno.eur}                        | {bruno}                         | 12000                              |
        | transfer.completed  | {order.1}    | Shared dinner     | {bruno.eur}                        | {bruno}                         | 12000                              |
        | transfer.processing | {order.2}    | Rent of May       | {dora.eur}                         | {dora}                          | 3000                               |
        | transfer.completed  | {order.2}    | Rent of May       | {dora.eur}                         | {dora}                          | 3000                               |

  @source-R
  Rule: TRF-6 A quote shows the result of a transfer and moves no money; the details of a transfer can be read

    @TRF-6.13
    Scenario: The quote after another one is about its own recipient and amount
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate
        """
        {origin: {currency: EUR, amount: 10000}, recipient: {accountId: "{carla.usd}"}}
        """
      Then the answer contains:
        """
        {origin: {currency: EUR, amount: 10000}, destination: {currency: USD, amount: 12500}, quote: {rate: 1.25}}
        """
      When the merchant sends POST /api/v1/account/users/{ana}/accounts/{ana.eur}/transfers/simulate
        """
        {origin: {currency: EUR, amount: 2599}, recipient: {accountId: "{bruno.eur}"}}
        """
      Then the answer contains:
        """
        {origin: {currency: EUR, amount: 2599}, destination: {currency: EUR, amount: 2599}, quote: {rate: 1}}
        """
      And nothing has changed
