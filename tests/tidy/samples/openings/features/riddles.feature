Feature: Whoever pays
  The description may open with any word.
  Rule: OUT-1 What is paid out is debited
    Scenario Outline: <amount> is paid out
    Scenario: The amount is debited
