Feature: Usage statistics cannot identify anybody
  The vendor said on 2 May 2020 that usage statistics alone identify no individual. An identifier of the
  phone or of an account in them would, also when it is hashed.

  @ANON-01
  Scenario Outline: Usage statistics carry no identifier: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then the claim "ANON-01.identifier" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |
