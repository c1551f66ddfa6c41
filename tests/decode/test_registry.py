"""Every decoder is fed noise, truncations and flipped bytes: it answers, refuses or raises ValueError."""

from __future__ import annotations

import importlib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import harness.decode
from harness.decode import BUILT_IN, DEFAULT, unwrap
from harness.decode.refusal import NOT_READ
from harness.decode.registry import Unpacker
from harness.model.message import Transport
from tests.messages import sent

FOLDER = Path(harness.decode.__file__).parent
SAMPLES = Path(__file__).parent.parent / "samples"
FORMATS = tuple(
    module
    for path in sorted(FOLDER.glob("*.py"))
    if path.stem != "__init__"
    for module in [importlib.import_module(f"harness.decode.{path.stem}")]
    if hasattr(module, "NAME") and hasattr(module, "unpack")
)
NAMES = [module.__name__.rpartition(".")[2] for module in FORMATS]
UNPACKERS: dict[str, Unpacker] = dict(zip(NAMES, FORMATS, strict=True)) | {
    f"{vendor.name} in {where}": wrapping
    for vendor in BUILT_IN
    for where in ("form", "text", "base64", "bytes")
    if (wrapping := getattr(vendor, f"in_{where}")) is not None
}
BODIES = [path.read_bytes() for path in sorted(SAMPLES.glob("*/*.bin"))]


def offer(one: Unpacker, data: bytes) -> None:
    """Shows bytes to a decoder as the engine does."""
    if data and one.matches(data):
        try:
            parts = one.unpack(data, DEFAULT)
        except NOT_READ:
            return
        assert all(isinstance(part, bytes) for _, part in parts)


@pytest.mark.parametrize("one", UNPACKERS.values(), ids=UNPACKERS)
@given(data=st.binary(max_size=200))
@settings(max_examples=20, deadline=None)
def test_noise_raises_nothing_but_value_errors(one: Unpacker, data: bytes) -> None:
    offer(one, data)


@pytest.mark.parametrize("one", UNPACKERS.values(), ids=UNPACKERS)
def test_flipped_and_cut_samples_raise_nothing_but_value_errors(one: Unpacker) -> None:
    dice = random.Random(7)  # noqa: S311 (the same bodies in every run)
    for body in BODIES:
        for _ in range(3):
            data = bytearray(body)
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            offer(one, bytes(data))
            offer(one, body[: dice.randrange(len(body))])


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
        + (FOLDER / "unpacking.py").read_text()
        + (FOLDER / "alphabets.py").read_text()
    )

    assert [name for name in NAMES if name not in named] == []
