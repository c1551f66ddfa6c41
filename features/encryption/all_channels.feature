Feature: Data travel through encrypted channels
  The vendor's Trust Center said so in October 2021 of all its apps; they are watched while a browser is used.

  @ENC-02
  Scenario Outline: No app of the vendor sends personal data in clear: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then the claim "ENC-02.channel" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |
