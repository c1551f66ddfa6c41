Feature: Nothing is uploaded under incognito mode
  The vendor's Trust Center said in October 2021 that no data at all are uploaded, and that neither sites
  nor search words are recorded.

  @INC-04
  Scenario Outline: The browser reports nothing: <browser>
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
    Then the claim "INC-04.upload" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @INC-04
  Scenario Outline: Nothing of what is browsed leaves: <browser>
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
    Then the claim "INC-04.content" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @INC-04
  Scenario Outline: Which news item was opened leaves for nobody but its page: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    And a news item is opened in incognito mode
    When the incognito switch is in its other position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    And a news item is opened in incognito mode
    Then the claim "INC-04.news" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |
