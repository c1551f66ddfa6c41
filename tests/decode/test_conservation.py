"""Nothing is lost in a decoder: whatever stands anywhere in a piece comes out, or is said to be unread."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import harness.decode
from harness.decode import BUILT_IN
from tests.decode.conservation import check
from tests.decode.conservation_strategies import STRATEGIES

FOLDER = Path(harness.decode.__file__).parent
BESIDE = {"embedded": "looks for stretches beside what a text is read as: its text stays a part"}
"""Decoders that need no entry, with the reason."""


def decoders() -> set[str]:
    modules = {
        f"{folder}{path.stem}": importlib.import_module(f"harness.decode.{folder}{path.stem}")
        for folder, paths in (("", FOLDER.glob("*.py")), ("vendors.", (FOLDER / "vendors").glob("*.py")))
        for path in paths
        if path.stem != "__init__"
    }
    return {
        name for name, module in modules.items() if hasattr(module, "matches") and hasattr(module, "unpack")
    }


def test_every_decoder_has_a_strategy() -> None:
    assert set(STRATEGIES) == decoders() - set(BESIDE)


def test_every_format_of_the_built_in_vendor_that_unpacks_something_has_one() -> None:
    unpacking = {
        f"vendors.{one.name.replace('-', '_')}"
        for one in BUILT_IN
        if any((one.in_text, one.in_form, one.in_base64, one.in_bytes))
    }

    assert unpacking <= set(STRATEGIES)


@pytest.mark.parametrize("name", STRATEGIES)
@given(data=st.data())
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
def test_every_token_comes_out_and_the_books_add_up(name: str, data: st.DataObject) -> None:
    check(importlib.import_module(f"harness.decode.{name}"), data.draw(STRATEGIES[name]))
