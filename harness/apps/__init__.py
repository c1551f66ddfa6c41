"""The apps under test: their screens as selectors, what a person does in them as moves.

One module per app; no assertions, no verdicts.  A screen that is not the expected one, a dialog that
nobody planned, a move that did not show its effect raise MeasurementLost: the arm becomes unproven.
Nothing is tapped away.  Resource ids: facts/xiaomi §4.2; they drift, so each app names its versions.
"""
