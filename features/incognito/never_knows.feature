Feature: Mi Browser never knows what is browsed in incognito mode
  The vendor said so on 2 May 2020 without naming a switch, so it must be true in both positions of the
  switch that came later. What a page's own site and the chosen search engine receive is theirs.

  @INC-02
  Scenario Outline: Nothing of a visited page reaches anybody else: <browser>
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
    Then the claim "INC-02.address" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @INC-02
  Scenario Outline: No search term reaches anybody but the search engine: <browser>
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
    Then the claim "INC-02.search" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @INC-02
  Scenario Outline: Which news item was opened reaches nobody but its page: <browser>
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
    Then the claim "INC-02.news" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |
