Feature: The data are encrypted
  A spokesperson answered in April 2020 that the data are encrypted. Channel and content are judged apart:
  what public tools undo without any secret is encoded, not encrypted.

  Background:
    Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
      | kind        | mode      | switch  | acts                |
      | permissive  | normal    | default | visit, search, news |
      | blank       | incognito | default |                     |
      | restrictive | incognito | default | visit, search, news |

  @ENC-03
  Scenario: Usage statistics leave through encrypted connections
    When pages are visited and terms are searched in normal mode
    And nothing is done in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then no usage statistics leave the phone outside an encrypted connection (ENC-03.channel)

  @ENC-03
  Scenario: Usage statistics cannot be read once the connection is opened
    When pages are visited and terms are searched in normal mode
    And nothing is done in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then no body of usage statistics can be read with public tools alone once the connection is opened (ENC-03.payload)
