"""What an Allure folder says beside its results: categories, environment, executor."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.model.judgement import Origin
from harness.report.safe_text import one_line

CATEGORIES: tuple[dict[str, object], ...] = (
    {"name": "Violated: the phone does what the claim denies", "matchedStatuses": ["failed"]},
    {"name": "Unproven: neither shown nor excluded", "matchedStatuses": ["broken"]},
    {"name": "Not applicable to this phone", "matchedStatuses": ["skipped"]},
)
"""In the keys that Allure 2 and Allure 3 both read."""

BANNER = {
    Origin.MEASUREMENT: "Measurement of a phone",
    Origin.REHEARSAL: "REHEARSAL: simulated handset or no external witness, says nothing about any phone",
}


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the results of one folder come from; `facts` are further lines (apps, versions, grade)."""

    invocation: str
    run: str
    handset: str
    firmware: str
    origin: Origin
    facts: Mapping[str, str]


def write_environment(results: Path, environment: Environment) -> None:
    """Writes `categories.json`, `environment.properties` and `executor.json` into the folder."""
    facts = {
        "origin": BANNER[environment.origin],
        "firmware": environment.firmware,
        "run": environment.run,
        **environment.facts,
    }
    lines = {f"{environment.handset}.{name}": value for name, value in facts.items()}
    executor = {
        "name": "claims run",
        "type": "claims",
        "buildName": one_line(environment.invocation),
        "reportName": BANNER[environment.origin],
    }
    results.mkdir(parents=True, exist_ok=True)
    (results / "categories.json").write_text(json.dumps(CATEGORIES, indent=1), "utf-8")
    (results / "executor.json").write_text(json.dumps(executor, indent=1), "utf-8")
    text = "".join(f"{_property(name, key=True)} = {_property(value)}\n" for name, value in lines.items())
    (results / "environment.properties").write_text(text, "utf-8")


def combine(results: Sequence[Path]) -> None:
    """Makes one environment of several folders, in the first, and takes away what Allure would read twice.

    Allure 3 keeps the last `environment.properties` that it meets and merges none; the keys of each handset
    begin with its name.  Categories are given to it once, as configuration.
    """
    lines: dict[str, None] = {}
    for folder in results:
        (folder / "categories.json").unlink(missing_ok=True)
        path = folder / "environment.properties"
        if path.exists():
            lines |= dict.fromkeys(path.read_text("utf-8").splitlines())
            path.unlink()
    if lines:
        (results[0] / "environment.properties").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _property(text: str, *, key: bool = False) -> str:
    """Text for a Java properties file: a value cannot start a new line, a key cannot end early."""
    safe = one_line(text).replace("\\", "\\\\")
    if key:
        for separator in " :=#!":
            safe = safe.replace(separator, "_")
    return safe
