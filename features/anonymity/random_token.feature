Feature: Usage statistics carry a random token
  The vendor showed code on 2 May 2020 that attaches a random token instead of an identity. A token that
  belongs to the phone, or that outlives the app's data, would be an identity by another name.

  Background:
    Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
      | kind        | mode      | switch  | acts                |
      | permissive  | normal    | default | visit, search, news |
      | blank       | incognito | default |                     |
      | restrictive | incognito | default | visit, search, news |

  @ANON-02
  Scenario: There is a token
    When pages are visited and terms are searched in normal mode
    Then usage statistics carry a token (ANON-02.present)

  @ANON-02
  Scenario: The token is not made from anything that belongs to the phone
    When pages are visited and terms are searched in normal mode
    And nothing is done in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then the token is not a value, or a hash of a value, that belongs to the phone or an account (ANON-02.derived)

  @ANON-02
  Scenario: The token is another one after the app's data were cleared
    When pages are visited and terms are searched in normal mode
    And its data are cleared and the same is done again
    Then after the app's data were cleared the token is another one (ANON-02.renewed)

  @ANON-02
  Scenario: The token is random
    When pages are visited and terms are searched in normal mode
    Then the token is random, so that two phones of the same build have different ones that nothing predicts (ANON-02.random)
