"""A stored run as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), written as a stream.

An entry is written when its exchange ended, in that order; what was sent and never answered follows at
the end with status 0, as browsers do it.  Bodies are as on the wire: a body that is no text, or still
compressed, stands as base64.  Handshakes, raw TCP and what was refused have no place in a HAR.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import parse_qsl

from harness.model.errors import EvidenceError
from harness.model.message import BodyReference
from harness.store.bodies import BodyReader
from harness.store.lines import microseconds, read_lines

VERSION = "1.2"
DEFAULT_PORTS = {"http": 80, "https": 443}


def write_har(data: Path, out: TextIO) -> int:
    """Write the HTTP exchanges of a run's `data/` and give their number.  Raises EvidenceError."""
    head = {"version": VERSION, "creator": {"name": "claims", "version": "1"}}
    out.write(f'{{"log": {json.dumps(head)[:-1]}, "entries": [')
    count = 0
    for count, entry in enumerate(entries(data), 1):
        out.write(",\n" if count > 1 else "\n")
        json.dump(entry, out, ensure_ascii=True)
    out.write("\n]}}\n")
    return count


def entries(data: Path) -> Iterator[dict[str, Any]]:
    """Every HTTP exchange of a run's `data/` as an entry of a HAR.  Raises EvidenceError."""
    bodies = BodyReader(data / "bodies")
    waiting: dict[str, dict[str, Any]] = {}
    path = data / "exchanges.jsonl"
    for line in read_lines(path, cut_off=[]):
        try:
            if line["event"] == "sent" and line["kind"] == "http":
                waiting[line["id"]] = line
            elif line["event"] in {"answered", "failed"} and line.get("id") in waiting:
                yield _entry(bodies, waiting.pop(line["id"]), line)
        except (KeyError, TypeError, ValueError) as error:
            raise EvidenceError(
                f"{path}: line with seq {line.get('seq')} does not read: {error!r}"
            ) from error
    for line in waiting.values():
        yield _entry(bodies, line, None)


def _entry(bodies: BodyReader, sent: Mapping[str, Any], end: Mapping[str, Any] | None) -> dict[str, Any]:
    answered = end if end is not None and end["event"] == "answered" else None
    took = (microseconds(end["t"]) - microseconds(sent["t"])) / 1000 if end is not None else 0
    peer = answered.get("peer") if answered else None
    entry: dict[str, Any] = {
        "startedDateTime": sent["t"],
        "time": took,
        "request": _request(bodies, sent),
        "response": _response(bodies, answered),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "connection": sent.get("conn") or "",
        "_exchange": sent["id"],
        "_answeredBy": sent.get("answered_by"),
    }
    if peer:
        entry["serverIPAddress"] = answered.get("address") or peer[0] if answered else peer[0]
    if end is not None and answered is None:
        entry["_error"] = end.get("error")
    return entry


def _url(sent: Mapping[str, Any]) -> str:
    scheme, host, port = sent["scheme"], sent["host"], int(sent["port"])
    host = f"[{host}]" if ":" in host else host
    place = host if DEFAULT_PORTS.get(scheme) == port else f"{host}:{port}"
    return f"{scheme}://{place}{sent['target']}"


def _pairs(headers: list[list[str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _value(headers: list[list[str]], wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _content(bodies: BodyReader, place: Mapping[str, Any], *, encoded: bool) -> dict[str, str]:
    """The text of a body, or its base64 where it is none."""
    reference = BodyReference(
        int(place["segment"]), int(place["offset"]), int(place["length"]), str(place["sha256"])
    )
    body = bodies.load(reference)
    if not encoded:
        try:
            return {"text": body.decode("utf-8")}
        except UnicodeDecodeError:
            pass
    return {"text": base64.b64encode(body).decode(), "encoding": "base64"}


def _request(bodies: BodyReader, sent: Mapping[str, Any]) -> dict[str, Any]:
    headers = sent["headers"]
    length = int(sent["body"]["length"])
    _, _, query = sent["target"].partition("#")[0].partition("?")
    request: dict[str, Any] = {
        "method": sent["method"],
        "url": _url(sent),
        "httpVersion": sent["http_version"],
        "cookies": [],
        "headers": _pairs(headers),
        "queryString": [
            {"name": name, "value": value} for name, value in parse_qsl(query, keep_blank_values=True)
        ],
        "headersSize": -1,
        "bodySize": int(sent.get("length", length)),
    }
    if length:
        content = _content(bodies, sent["body"], encoded=bool(_value(headers, "content-encoding")))
        request["postData"] = {"mimeType": _value(headers, "content-type"), **content}
    if sent.get("truncated"):
        request["comment"] = f"body cut off after {length} bytes"
    return request


def _response(bodies: BodyReader, answered: Mapping[str, Any] | None) -> dict[str, Any]:
    headers = answered["headers"] if answered else []
    size = int(answered["body"]["length"]) if answered else -1
    content: dict[str, Any] = {"size": max(size, 0), "mimeType": _value(headers, "content-type")}
    if answered is not None and size:
        content |= _content(bodies, answered["body"], encoded=bool(_value(headers, "content-encoding")))
    response = {
        "status": int(answered["status"]) if answered else 0,
        "statusText": "",
        "httpVersion": "",
        "cookies": [],
        "headers": _pairs(headers),
        "content": content,
        "redirectURL": _value(headers, "location"),
        "headersSize": -1,
        "bodySize": size,
    }
    if answered is not None and answered.get("truncated"):
        response["comment"] = f"body cut off after {size} bytes"
    return response
