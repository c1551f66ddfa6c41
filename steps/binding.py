"""Which scenario, and which step of `words`, pytest-bdd bound to what: checked before anything is run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.parser import Step
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from harness.model.errors import SetupError
from harness.model.scenario import Scenario
from harness.ruling.tables import Study
from steps import words


def is_scenario(function: Any) -> bool:
    """Whether a test function is a scenario."""
    return function in scenario_wrapper_template_registry


def scenario_of(study: Study, function: Any) -> Scenario:
    """The scenario of the plan that pytest-bdd bound to a test function.  Raises SetupError."""
    template = scenario_wrapper_template_registry[function]
    name = Path(template.feature.filename).resolve().relative_to(study.pack.features.resolve()).as_posix()
    key = f"{name}:{template.name}"
    for scenario in study.scenarios:
        if scenario.key == key:
            return scenario
    raise SetupError(f"{name}:{template.line_number}: wanted the scenarios of the plan, found another one")


def part_of(study: Study, item: pytest.Item) -> tuple[str, str]:
    """(proposition, app) of an item."""
    scenario = scenario_of(study, item.obj)  # type: ignore[attr-defined]
    return scenario.proposition, item.callspec.params["app"]  # type: ignore[attr-defined]


def check_words() -> None:
    """Every step of every scenario has its word, and every word a step that uses it.

    Raises SetupError with file and line.
    """
    defined = [item for item in step_function_context_registry.values() if _own(item)]
    written = [
        (template.feature.filename, step)
        for template in scenario_wrapper_template_registry.values()
        for step in template.render({}).steps
    ]
    for name, step in written:
        if not any(_binds(item, step) for item in defined):
            raise SetupError(
                f"{name}:{step.line_number}: wanted a step in the words of steps/words.py, "
                f"found “{step.keyword} {step.name}”; correct it"
            )
    used = (step for _, step in written)
    _check_used(defined, tuple(used))


def _check_used(defined: Iterable[StepFunctionContext], steps: tuple[Step, ...]) -> None:
    for item in defined:
        if not any(_binds(item, step) for step in steps):
            code = item.step_func.__code__
            raise SetupError(
                f"{code.co_filename}:{code.co_firstlineno}: wanted a scenario that uses the step "
                f"{item.step_func.__name__}, found none; remove it"
            )


def _own(item: StepFunctionContext) -> bool:
    return item.step_func.__module__ == words.__name__


def _binds(item: StepFunctionContext, step: Step) -> bool:
    return item.type == step.type and item.parser.is_matching(step.name)
