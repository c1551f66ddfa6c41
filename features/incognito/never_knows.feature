Feature: Mi Browser never knows what is browsed in incognito mode
  The vendor said so on 2 May 2020 without naming a switch, so it must be true in both positions of the
  switch that came later. What a page's own site and the chosen search engine receive is theirs.

  Background:
    Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
      | kind        | mode      | switch         | acts                |
      | permissive  | normal    | default, other | visit, search, news |
      | blank       | incognito | default, other |                     |
      | restrictive | incognito | default, other | visit, search, news |

  @INC-02
  Scenario: Nothing of a visited page reaches anybody else
    When pages are visited in normal mode
    And nothing is done in incognito mode
    And pages are visited in incognito mode
    Then no part of a page visited in incognito mode leaves the phone for anybody but that page and the name look-up (INC-02.address)

  @INC-02
  Scenario: No search term reaches anybody but the search engine
    When terms are searched in normal mode
    And nothing is done in incognito mode
    And terms are searched in incognito mode
    Then no search term of incognito mode leaves the phone for anybody but the search engine that is set (INC-02.search)

  @INC-02
  Scenario: Which news item was opened reaches nobody but its page
    When news items are opened in normal mode
    And nothing is done in incognito mode
    And news items are opened in incognito mode
    Then which news item was opened in incognito mode leaves the phone for nobody but the page that was opened (INC-02.news)
