"""A report format is a module and a line: nobody forgets the line, and the index comes last."""

from __future__ import annotations

import importlib
import pkgutil

import harness.report
from harness.report import summary
from harness.report.registry import FORMATS


def test_every_module_that_writes_reports_is_registered() -> None:
    modules = [
        importlib.import_module(f"harness.report.{module.name}")
        for module in pkgutil.iter_modules(harness.report.__path__)
    ]

    assert {module for module in modules if hasattr(module, "WHAT")} == set(FORMATS)


def test_names_are_unique_and_every_format_says_what_it_is() -> None:
    assert len({form.NAME for form in FORMATS}) == len(FORMATS)
    assert all(form.WHAT for form in FORMATS)


def test_the_index_knows_of_all_others() -> None:
    assert FORMATS[-1] is summary
