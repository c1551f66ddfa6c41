Feature: What is written stays on the phone while usage reports are off
  A note is nobody's business but its writer's. With usage reports off its text must not leave.

  Background:
    Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
      | kind        | usage-reports | acts       |
      | permissive  | on            | write-note |
      | blank       | off           |            |
      | restrictive | off           | write-note |

  @LUM-01
  Scenario: No text of a note leaves
    When notes are written with usage reports on
    And nothing is done with usage reports off
    And notes are written with usage reports off
    Then with usage reports off, no text of a note leaves the phone (LUM-01.text)
