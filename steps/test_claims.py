"""Every scenario of every feature of the pack as a test."""

from __future__ import annotations

from pytest_bdd import scenarios

from steps.study import study

scenarios(str(study().pack.features))
