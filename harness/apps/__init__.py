"""The apps under test, one module or folder each: screens, acts, conditions.  No assertions, no verdicts.

Every module of this folder that says `APP = ...` is an app that can be driven (`registry`); nothing outside
names one.  An app declares its acts (`act`) and the conditions that its arms can fix (`condition`); `system`
has the conditions that every app can have; an app that can show pages of the bench has the moves of `pages`.
A screen that is not the expected one, a dialog that nobody planned, a move that did not show its effect raise
MeasurementLost: the arm becomes unproven.  Nothing is tapped away.  Resource ids: facts §4.2; they
drift, so each app names its versions.
"""
