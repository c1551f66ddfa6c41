Feature: Usage statistics travel over HTTPS with TLS 1.2
  The vendor said so on 2 May 2020. A newer version of TLS keeps the promise, too.

  Background:
    Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
      | kind        | mode      | switch  | acts                |
      | permissive  | normal    | default | visit, search, news |
      | blank       | incognito | default |                     |
      | restrictive | incognito | default | visit, search, news |

  @ENC-01
  Scenario: No usage statistics leave in clear
    When pages are visited and terms are searched in normal mode
    And nothing is done in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then no usage statistics leave the phone in clear (ENC-01.https)

  @ENC-01
  Scenario: No connection for them is older than TLS 1.2
    When pages are visited and terms are searched in normal mode
    And nothing is done in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then no usage statistics leave the phone in a connection below TLS 1.2 (ENC-01.tls)
