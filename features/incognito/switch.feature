Feature: A switch of incognito mode stops the collection of usage statistics
  Announced on 4 May 2020 for Mi Browser 12.1.4 and Mint Browser 3.4.3. Which position collects nothing is
  read from the screen; that position must be silent while the other shows that uploads would be seen.

  @INC-03
  Scenario Outline: The settings offer the switch: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in incognito mode
    When the incognito switch is in its other position
    And pages are visited and terms are searched in incognito mode
    Then the claim "INC-03.switch" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @INC-03
  Scenario Outline: The position that collects nothing is silent: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    When the incognito switch is in its other position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then the claim "INC-03.silent" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |
