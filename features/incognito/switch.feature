Feature: A switch of incognito mode stops the collection of usage statistics
  Announced on 4 May 2020 for Mi Browser 12.1.4 and Mint Browser 3.4.3. Which position collects nothing is
  read from the screen; that position must be silent while the other shows that uploads would be seen.

  Rule: There is a switch

    Background:
      Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
        | kind        | mode      | switch         | acts                |
        | restrictive | incognito | default, other | visit, search, news |

    @INC-03
    Scenario: The settings offer the switch
      When pages are visited and terms are searched in incognito mode
      Then the settings offer a switch that says it governs usage statistics in incognito mode (INC-03.switch)

  Rule: It does what it says

    Background:
      Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
        | kind        | mode      | switch         | suspended       | acts                |
        | permissive  | normal    | default, other |                 | visit, search, news |
        | blank       | incognito | default, other |                 |                     |
        | restrictive | incognito | default, other |                 | visit, search, news |
        | restrictive | incognito | default, other | com.xiaomi.xmsf | visit, search, news |

    @INC-03
    Scenario: The position that collects nothing is silent
      When pages are visited and terms are searched in normal mode
      And nothing is done in incognito mode
      And pages are visited and terms are searched in incognito mode
      Then in the position that says nothing is collected, no usage statistics of incognito mode leave the phone (INC-03.silent)
