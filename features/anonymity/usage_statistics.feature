Feature: Usage statistics cannot identify anybody
  The vendor said on 2 May 2020 that usage statistics alone identify no individual. An identifier of the
  phone or of an account in them would, also when it is hashed.

  Background:
    Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
      | kind        | mode      | switch  | acts                |
      | permissive  | normal    | default | visit, search, news |
      | blank       | incognito | default |                     |
      | restrictive | incognito | default | visit, search, news |

  @ANON-01
  Scenario: Usage statistics carry no identifier
    When pages are visited and terms are searched in normal mode
    And nothing is done in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then usage statistics carry no identifier of the phone or of an account, neither as it is nor hashed (ANON-01.identifier)
