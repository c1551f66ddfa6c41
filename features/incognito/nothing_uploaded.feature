Feature: Nothing is uploaded under incognito mode
  The vendor's Trust Center said in October 2021 that no data at all are uploaded, and that neither sites
  nor search words are recorded.

  Rule: What is browsed stays on the phone

    Background:
      Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
        | kind        | mode      | switch         | acts                |
        | permissive  | normal    | default, other | visit, search, news |
        | blank       | incognito | default, other |                     |
        | restrictive | incognito | default, other | visit, search, news |

    @INC-04
    Scenario: Nothing of what is browsed leaves
      When pages are visited and terms are searched in normal mode
      And nothing is done in incognito mode
      And pages are visited and terms are searched in incognito mode
      Then no site visited and no word searched in incognito mode leaves the phone but to the page and the search engine (INC-04.content)

    @INC-04
    Scenario: Which news item was opened leaves for nobody but its page
      When news items are opened in normal mode
      And nothing is done in incognito mode
      And news items are opened in incognito mode
      Then which news item was opened in incognito mode leaves the phone for nobody but the page that was opened (INC-04.news)

  Rule: Not even a word about it is sent, by whatever way

    # The push connection cannot be read; without it nothing can have left through it.
    Background:
      Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
        | kind        | mode      | switch         | suspended       | acts                |
        | permissive  | normal    | default, other |                 | visit, search, news |
        | blank       | incognito | default, other |                 |                     |
        | restrictive | incognito | default, other |                 | visit, search, news |
        | restrictive | incognito | default, other | com.xiaomi.xmsf | visit, search, news |

    @INC-04
    Scenario: The browser reports nothing
      When pages are visited and terms are searched in normal mode
      And nothing is done in incognito mode
      And pages are visited and terms are searched in incognito mode
      Then in incognito mode the browser, or a relay on its behalf, reports nothing to the vendor (INC-04.upload)
