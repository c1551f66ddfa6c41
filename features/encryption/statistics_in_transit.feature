Feature: Usage statistics travel over HTTPS with TLS 1.2
  The vendor said so on 2 May 2020. A newer version of TLS keeps the promise, too.

  @ENC-01
  Scenario Outline: No usage statistics leave in clear: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then the claim "ENC-01.https" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @ENC-01
  Scenario Outline: No connection for them is older than TLS 1.2: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then the claim "ENC-01.tls" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |
