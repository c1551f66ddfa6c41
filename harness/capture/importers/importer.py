"""The one door to all importers: which one reads a file is decided by its first bytes."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from harness.capture.importers import flow_file, har_file, packet_capture, packet_reader, raw_body
from harness.capture.importers.compressed import Layer, layer_of
from harness.capture.importers.stream import Stream
from harness.model.account import Account, Unread
from harness.model.errors import MeasurementLost, SetupError
from harness.model.message import Message

STANDARD_INPUT = frozenset({"-", "/dev/stdin"})
_HEAD = 4096
_MOST_HEAD = raw_body.MOST
_MOST_LAYERS = 4
_BUFFER = 1 << 18
Importer = Callable[[BinaryIO, str, Account], Iterator[Message | Unread]]


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that is being read: `parts` gives its messages and gaps, once.

    When they are through, `account` says where every byte went; of a compressed file every unpacked one.
    """

    name: str
    reader: str
    account: Account
    parts: Iterator[Message | Unread]


@dataclass(frozen=True, slots=True)
class _Found:
    reader: str
    importer: Importer
    stream: Stream
    layers: tuple[Layer, ...]


def read(source: str | Path, keylog: Path | None = None) -> Recording:
    """A recording of any known kind: a file, a pipe, or `-` for standard input; also compressed.

    Raises SetupError where the source cannot be opened, is empty, or a key log is given for something without
    packets.  `parts` raises MeasurementLost where a reader lost bytes: a fault of this suite.
    """
    standard = str(source) in STANDARD_INPUT
    name = "standard input" if standard else str(source)
    try:
        file = sys.stdin.buffer if standard else Path(source).open("rb")  # noqa: SIM115  # closed by `_parts`
        stream = Stream(file)
        empty = not stream.look(1)
    except OSError as e:
        raise SetupError(f"{name}: wanted a recording to read, but {e.strerror}") from e
    except ValueError as e:
        raise SetupError(f"{name!r}: wanted a recording to read, found no name of a file") from e
    if empty:
        raise SetupError(f"wanted a recording, found {name} empty: nothing was recorded in it")
    try:
        found = _find(stream, keylog, ())
    except OSError as e:
        raise SetupError(f"{name}: wanted a recording to read, but {e.strerror}") from e
    if keylog is not None and found.importer in {flow_file.read, har_file.read, raw_body.read}:
        raise SetupError(f"{name}: --keylog needs a pcap or pcapng file, and this is none")
    account = Account()
    unpacked = "".join(f", unpacked from {layer.name}" for layer in reversed(found.layers))
    return Recording(name, found.reader + unpacked, account, _parts(found, name, account, file))


def _parts(found: _Found, name: str, account: Account, file: BinaryIO) -> Iterator[Message | Unread]:
    try:
        yield from found.importer(io.BufferedReader(found.stream, _BUFFER), name, account)
        for layer in reversed(found.layers):
            yield from layer.settle(account)
    except OSError as e:
        raise SetupError(f"{name}: wanted to read on, but {e.strerror or e}") from e
    finally:
        if file is not sys.stdin.buffer:
            file.close()
    if account.lost:
        raise MeasurementLost(
            f"{name}: wanted a fate for each of {account.entered} bytes, found {account.lost} without one: "
            "what was found stands, what was not found says nothing; please report it"
        )


def _find(stream: Stream, keylog: Path | None, layers: tuple[Layer, ...]) -> _Found:
    """The importer, and the layers below which its bytes lie.

    A body is handed on as it is stored: undoing its layers is decoding.
    """
    head = stream.look(_HEAD)
    if packet_capture.matches(head):
        reader, importer = packet_reader.choose(keylog)
        return _Found(reader, importer, stream, layers)
    if flow_file.matches(head):
        return _Found(flow_file.NAME, flow_file.read, stream, layers)
    if _is_har(stream):
        return _Found(har_file.NAME, har_file.read, stream, layers)
    layer = layer_of(stream) if len(layers) < _MOST_LAYERS else None
    if layer is not None:
        stream.keep()
        inner = _find(Stream(layer), keylog, (*layers, layer))
        if inner.importer is not raw_body.read:
            stream.forget()
            return inner
        stream.put_back()
    return _Found(raw_body.NAME, raw_body.read, stream, layers)


def _is_har(stream: Stream) -> bool:
    size = _HEAD
    while True:
        text = stream.look(size)
        opening = text.lstrip()
        if opening and not har_file.may_match(opening):
            return False
        if har_file.matches(text):
            return True
        if len(text) < size or size >= _MOST_HEAD:
            return False
        size *= 8
