"""Every decoder is fed noise, truncations and flipped bytes: it answers, refuses or raises ValueError."""

from __future__ import annotations

import importlib
import random
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import harness.decode
from harness.decode import DEFAULT, unwrap
from harness.model.message import Transport
from tests.messages import sent

FOLDER = Path(harness.decode.__file__).parent
SAMPLES = Path(__file__).parent.parent / "samples"
FORMATS: tuple[ModuleType, ...] = tuple(
    module
    for path in sorted(FOLDER.glob("*.py"))
    if path.stem != "__init__"
    for module in [importlib.import_module(f"harness.decode.{path.stem}")]
    if hasattr(module, "NAME") and hasattr(module, "unpack")
)
NAMES = [module.__name__.rpartition(".")[2] for module in FORMATS]
BODIES = [path.read_bytes() for path in sorted(SAMPLES.glob("*/*.bin"))]


def offer(module: ModuleType, data: bytes) -> None:
    """Shows bytes to a decoder as the engine does."""
    if data and module.matches(data):
        try:
            parts = module.unpack(data, DEFAULT)
        except (ValueError, KeyError, IndexError):
            return
        assert all(isinstance(part, bytes) for _, part in parts)


@pytest.mark.parametrize("module", FORMATS, ids=NAMES)
@given(data=st.binary(max_size=200))
@settings(max_examples=20, deadline=None)
def test_noise_raises_nothing_but_value_errors(module: ModuleType, data: bytes) -> None:
    offer(module, data)


@pytest.mark.parametrize("module", FORMATS, ids=NAMES)
def test_flipped_and_cut_samples_raise_nothing_but_value_errors(module: ModuleType) -> None:
    dice = random.Random(7)  # noqa: S311 (the same bodies in every run)
    for body in BODIES:
        for _ in range(3):
            data = bytearray(body)
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            offer(module, bytes(data))
            offer(module, body[: dice.randrange(len(body))])


def test_every_sample_byte_flipped_is_unwrapped_without_an_exception() -> None:
    for body in BODIES:
        for at in range(0, len(body), max(1, len(body) // 15)):
            unwrap(sent(body[:at] + bytes([body[at] ^ 0x55]) + body[at + 1 :]))
            unwrap(sent(body[:at]))


@given(data=st.binary(max_size=400), transport=st.sampled_from(Transport))
@settings(max_examples=150, deadline=None)
def test_no_message_raises(data: bytes, transport: Transport) -> None:
    unwrap(sent(data, transport=transport))


def test_every_format_is_in_the_registry() -> None:
    """A decoder that was forgotten would never run."""
    named = (
        (FOLDER / "registry.py").read_text()
        + (FOLDER / "letters.py").read_text()
        + (FOLDER / "growth.py").read_text()
    )

    assert [name for name in NAMES if name not in named] == []
