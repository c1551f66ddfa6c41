Feature: What is listened to is not collected while the User Experience Program is off
  The phone's settings say that the program allows the vendor to collect and analyse user data. Which song
  of one's own storage is played is such data; with the program off its title and file name must not leave.

  Background:
    Given an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, in these arms:
      | kind        | experience-program | acts      |
      | permissive  | on                 | play-song |
      | blank       | off                |           |
      | restrictive | off                | play-song |

  @CON-02
  Scenario: Nothing of a played song leaves
    When songs are played with the User Experience Program on
    And nothing is done with the User Experience Program off
    And songs are played with the User Experience Program off
    Then with the User Experience Program off, no title and no file name of a played song leaves the phone (CON-02.songs)
