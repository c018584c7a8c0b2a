Feature: Declared amounts of a person
  The income, the volume and the worth that a person declares are amounts of
  money, and none of them is below zero.

  Background:
    Given a merchant who listens for events

  @source-R
  Rule: USER-3 An unknown value or country, or a missing conditional field, is refused; the refusal names each field

    @USER-3.13 @decided
    Scenario Outline: A person with <value> for <field> is refused by the name of the field
      When the merchant registers Ana
        """
        <field>: <value>
        """
      Then it is refused with 422 validation_failed
        | field    | code         |
        | /<field> | out_of_range |
      And nothing has changed

      Examples: Amounts below zero
        | field                            | value |
        | estimatedAnnualTransactionVolume | -1    |
        | estimatedAnnualTransactionVolume | -0.01 |
        | estimatedAnnualIncome            | -0.01 |
        | estimatedNetWorth                | -1    |
