"""The built-in vendor's formats are all in the list, and nothing else in decoding and detection names one."""

from __future__ import annotations

import re
from pathlib import Path

import harness
from harness.decode import BUILT_IN
from harness.detect import Searcher
from harness.model.field import Field

HARNESS = Path(harness.__file__).parent
VENDORS = HARNESS / "decode" / "vendors"
NAMED = re.compile(
    "|".join(
        [*(re.escape(vendor.name) for vendor in BUILT_IN), "xiaomi", "miui", "onetrack", "mi push", "facts §"]
    ),
    re.IGNORECASE,
)


def test_a_module_that_was_forgotten_would_never_be_asked() -> None:
    modules = {path.stem for path in VENDORS.glob("*.py")} - {"__init__", "registry"}

    assert modules == {vendor.name.replace("-", "_") for vendor in BUILT_IN}


def test_nothing_else_names_a_vendor_or_a_format_of_one() -> None:
    others = [path for room in ("decode", "detect") for path in (HARNESS / room).rglob("*.py")]
    named = [
        f"{path.name}:{number}: {line}"
        for path in others
        if VENDORS not in path.parents
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if NAMED.search(line)
    ]

    assert named == []


def test_every_path_header_and_parameter_has_its_source() -> None:
    def cited(known: Field | None) -> str | None:
        return None if known is None else known.citation

    assert cited(BUILT_IN.header("ot_sender")) == "OneTrack, facts §3.2"
    assert cited(BUILT_IN.header("dry-run")) == "Sensors Analytics, facts §3.1"
    assert BUILT_IN.header("cookie") is None
    assert cited(BUILT_IN.path(b"/mistats/v3")) == "MiStat, facts §3.3"
    assert BUILT_IN.path(b"/mistats/v4") is None
    assert [cited(BUILT_IN.query(name)) for name in ("r", "version", "q")] == [
        "facts §2.3",
        "facts §3.6",
        None,
    ]


def test_the_salts_are_few_and_leave_room_for_those_of_a_run() -> None:
    assert len(set(BUILT_IN.salts)) == len(BUILT_IN.salts) <= 24

    Searcher([], BUILT_IN.salts)


def test_tokens_are_known_at_the_root_and_inside() -> None:
    steps = (
        "json:distinct_id",
        "json:[0].anonymous_id",
        "json:[0].H.instance_id",
        "json:[0].properties.uuid",
    )

    assert [BUILT_IN.token_field(step) for step in steps] == [
        "distinct_id",
        "anonymous_id",
        "instance_id",
        "uuid",
    ]
    assert BUILT_IN.token_field("json:[0].properties.url") is None
