Feature: The data are encrypted
  A spokesperson answered in April 2020 that the data are encrypted. Channel and content are judged apart:
  what public tools undo without any secret is encoded, not encrypted.

  @ENC-03
  Scenario Outline: Usage statistics leave through encrypted connections: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then the claim "ENC-03.channel" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @ENC-03
  Scenario Outline: Usage statistics cannot be read once the connection is opened: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then the claim "ENC-03.payload" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |
