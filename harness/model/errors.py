"""The few errors of the suite.  A message says what was wanted, what was found, what to do."""

from __future__ import annotations


class HarnessError(Exception):
    """Anything the suite raises on purpose."""


class SetupError(HarnessError):
    """The bench, a file or an option is not as it must be: nothing was measured."""


class MeasurementLost(HarnessError):
    """The recording is not usable from here on: what was measured so far is kept."""


class EvidenceError(HarnessError):
    """Stored evidence does not read or does not verify."""
