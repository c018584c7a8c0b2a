Feature: Return addresses of card payins, each by itself
  Both return addresses of a card payin must be absolute addresses.

  Background:
    Given a merchant who listens for events
    And Ana has a EUR account

  @source-R
  Rule: PIN-3 A merchant requests a card payin, and the payer pays on its payment page

    @PIN-3.32
    Scenario Outline: A card payin whose <member> is <address> is refused
      When the merchant asks for a card payin of EUR 250.00 to Ana's EUR account
        """
        <member>: <address>
        """
      Then the answer is 422
      And nothing has changed

      Examples: One address wrong, the other one right
        | member     | address                 |
        | urlFailed  | "/not-paid"             |
        | urlFailed  | "ftp://shop.example/no" |
        | urlFailed  | ""                      |
        | urlSuccess | "/paid"                 |
