Feature: Data travel through encrypted channels
  The vendor's Trust Center said so in October 2021 of all its apps; they are watched while a browser is used.

  Background:
    Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
      | kind        | mode      | switch  | acts                |
      | permissive  | normal    | default | visit, search, news |
      | blank       | incognito | default |                     |
      | restrictive | incognito | default | visit, search, news |

  @ENC-02
  Scenario: No app of the vendor sends personal data in clear
    When pages are visited and terms are searched in normal mode
    And nothing is done in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then no app of the vendor sends data of the user or of the phone in clear (ENC-02.channel)
