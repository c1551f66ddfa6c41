"""Follows a layer path to its value with the standard library and openssl's AES alone.

Nothing of harness is used: this is how somebody else would check a witness.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from tests.chain.suite import lines


def sent(run: Path, exchange: str) -> dict[str, Any]:
    """The recorded request of that id, its body in `body`."""
    (line,) = [
        line
        for line in lines(run / "data" / "exchanges.jsonl")
        if line["event"] == "sent" and line["id"] == exchange
    ]
    where = line["body"]
    with (run / "data" / "bodies" / f"{where['segment']:06d}.seg").open("rb") as segment:
        segment.seek(where["offset"])
        return {**line, "body": segment.read(where["length"])}


def value_at(run: Path, exchange: str, path: list[str]) -> str:
    """What the last step of the path leads to."""
    request = sent(run, exchange)
    assert path[0] == "body", path
    value: Any = request["body"]
    for step in path[1:]:
        value = _undo(step, value)
    return str(value)


def event_times(run: Path, exchange: str) -> list[int]:
    """The own times of the events that an upload of usage statistics reports, phone milliseconds."""
    value: Any = sent(run, exchange)["body"]
    for step in ("form:data_list", "base64", "gzip"):
        value = _undo(step, value)
    return [event["time"] for event in json.loads(value)]


def _undo(step: str, value: Any) -> Any:
    name, _, argument = step.partition(":")
    match name:
        case "form":
            return dict(parse_qsl(value.decode(), keep_blank_values=True))[argument].encode()
        case "base64":
            return base64.b64decode(value)
        case "gzip":
            return gzip.decompress(value)
        case "percent":
            return unquote_plus(value.decode()).encode()
        case "json":
            found = json.loads(value)
            for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", argument):
                found = found[int(index)] if index else found[key]
            return found
    raise AssertionError(f"a step that public tools do not undo: {step}")
