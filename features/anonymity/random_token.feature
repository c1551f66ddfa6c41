Feature: Usage statistics carry a random token
  The vendor showed code on 2 May 2020 that attaches a random token instead of an identity. A token that
  belongs to the phone, or that outlives the app's data, would be an identity by another name.

  @ANON-02
  Scenario Outline: There is a token: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    Then the claim "ANON-02.present" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @ANON-02
  Scenario Outline: The token is not made from anything that belongs to the phone: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And the browser idles in incognito mode
    And pages are visited and terms are searched in incognito mode
    Then the claim "ANON-02.derived" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @ANON-02
  Scenario Outline: The token is another one after the app's data were cleared: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    And its app data is cleared and the same is done again
    Then the claim "ANON-02.renewed" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |

  @ANON-02
  Scenario Outline: The token is random: <browser>
    Given the <browser> on this handset
    And its first-run dialog is answered with "Agree"
    When the incognito switch is in its default position
    And pages are visited and terms are searched in normal mode
    Then the claim "ANON-02.random" is judged

    Examples:
      | browser      |
      | Mi Browser   |
      | Mint Browser |
