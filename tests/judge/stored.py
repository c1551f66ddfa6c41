"""A run folder written by hand: the published line formats, without anything of the bench.

`Desk` keeps the lines of every file in memory, so that a test can delete or damage one of them before
`write` puts the folder down.  Time passes only where `wait` says so; the phone's clock runs 60 times faster.
"""

from __future__ import annotations

import base64
import copy
import gzip
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

START_US = 1_795_365_000_000_000
PHONE_START_MS, SCALE = 1_795_365_600_000, 60
HEADER, SETUP = 52, 8
PHONE, PROXY = "127.0.1.2", ("127.0.0.1", 47741)
CANARY = "claims.test"
FILES = (
    *("exchanges", "timeline", "planted", "identifiers", "consent", "preconditions"),
    *("sockets", "counters", "channels"),
)
CHANNELS = ("wifi-ipv4", "ipv6", "cellular", "sms", "bluetooth", "usb-network")


def token(*names: object) -> str:
    """20 lower-case letters that follow from the names."""
    digest = hashlib.sha256("\0".join(map(str, names)).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:20]


def java_hash(text: str) -> int:
    value = 0
    for letter in text:
        value = (31 * value + ord(letter)) % 2**32
    return value - 2**32 if value >= 2**31 else value


def sensors(*events: dict[str, Any]) -> bytes:
    """The body of a Sensors Analytics upload: form, base64, gzip, JSON (facts §3.1)."""
    packed = base64.b64encode(gzip.compress(json.dumps(events).encode(), mtime=0)).decode()
    quoted = packed.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    return f"data_list={quoted}&gzip=1&crc={java_hash(packed)}".encode()


@dataclass
class Count:
    """What a phone's kernel counts for one uid."""

    payload: int = 0
    packets: int = 0
    connections: int = 0
    udp: int = 0
    datagrams: int = 0

    def row(self) -> dict[str, int]:
        total = self.payload + HEADER * self.packets + SETUP * self.connections + self.udp
        return {
            "tx_bytes": total,
            "tx_packets": self.packets + self.datagrams,
            "rx_bytes": total,
            "rx_packets": self.packets,
            "udp_bytes": self.udp,
            "udp_packets": self.datagrams,
        }


@dataclass
class Desk:
    """A run in the making."""

    lines: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in FILES})
    documents: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    bodies: bytearray = field(default_factory=bytearray)
    us: int = START_US
    sequence: int = 0
    counts: dict[int, Count] = field(default_factory=dict)
    _sent: dict[str, int] = field(default_factory=dict)
    _owners: dict[str, tuple[int | None, int]] = field(default_factory=dict)
    _requests: dict[str, int] = field(default_factory=dict)
    _ended: dict[str, int] = field(default_factory=dict)
    _marks: int = 0
    _names: int = 0
    _beat: int = START_US

    def line(self, file: str, **record: Any) -> dict[str, Any]:
        self.sequence += 1
        self.us += 50
        moment = datetime.fromtimestamp(self.us // 1_000_000, UTC)
        stamp = f"{moment:%Y-%m-%dT%H:%M:%S}.{self.us % 1_000_000:06d}Z"
        self.lines[file].append({"seq": self.sequence, "t": stamp, **record})
        return self.lines[file][-1]

    def event(self, event: str, **fields: Any) -> dict[str, Any]:
        return self.line("exchanges", event=event, **fields)

    def timeline(self, what: str, **fields: Any) -> dict[str, Any]:
        return self.line("timeline", what=what, **fields)

    def wait(self, seconds: float) -> None:
        """Let time pass; the recorder beats each second."""
        end = self.us + int(seconds * 1_000_000)
        while self._beat + 1_000_000 <= end:
            self._beat += 1_000_000
            self.us = max(self.us, self._beat)
            self.event("heartbeat", exchanges=0)
        self.us = max(self.us, end)

    @property
    def phone_ms(self) -> int:
        return PHONE_START_MS + (self.us - START_US) * SCALE // 1000

    def count(self, uid: int) -> Count:
        return self.counts.setdefault(uid, Count())

    def connect(self, uid: int | None, host: str, *, tls: bool = True, owner: int | None = None) -> str:
        """A connection to the recorder.  `uid` is what the samples show, `owner` who it really was."""
        self._names += 1
        conn, port = f"c1.{self._names}", 32768 + self._names
        self.event("flow-opened", conn=conn, client=[PHONE, port], mode="regular")
        if tls:
            self.event("client-hello", conn=conn, sni=host, versions=["TLSv1.3", "TLSv1.2"], alpn=[])
            self.event(
                "tls-established", conn=conn, side="client", host=host, port=443, version="TLSv1.3", sni=host
            )
        if uid is not None:
            self.line("sockets", phone_ms=self.phone_ms, opened=[self._row(port, uid)], closed=[])
        self._sent[conn], self._requests[conn] = 0, 0
        self._owners[conn] = (uid if owner is None else owner, port)
        real = self._owners[conn][0]
        if real is not None:
            self.count(real).connections += 1
        self.carry(conn, 400)
        return conn

    @staticmethod
    def _row(port: int, uid: int) -> list[Any]:
        return ["tcp", PHONE, port, *PROXY, uid, "01"]

    def carry(self, conn: str, size: int) -> None:
        """Socket bytes of the phone on a connection."""
        self._sent[conn] += size
        owner = self._owners[conn][0]
        if owner is not None:
            count = self.count(owner)
            count.payload += size
            count.packets += 1 + size // 1400

    def body(self, content: bytes) -> dict[str, Any]:
        reference = {
            "segment": 1,
            "offset": len(self.bodies),
            "length": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        self.bodies += content
        return reference

    def send(
        self,
        conn: str,
        host: str,
        target: str,
        body: bytes = b"",
        *,
        method: str = "",
        scheme: str = "https",
        by: str = "upstream",
        answer: bytes = b"{}",
        headers: tuple[tuple[str, str], ...] = (),
        carried: int | None = None,
        kind: str = "http",
    ) -> str:
        """One exchange, answered."""
        self._names += 1
        name, port = f"e1.{self._names}", 80 if scheme in {"http", "ws"} else 443
        method = method or ("POST" if body else "GET")
        fields = {
            "id": name,
            "kind": kind,
            "direction": "out",
            "conn": conn,
            "scheme": scheme,
            "method": method,
            "host": host,
            "port": port,
            "target": target,
            "http_version": "HTTP/1.1",
            "headers": [["Host", host], ["User-Agent", "Test/1.0"], *map(list, headers)],
            "body": self.body(body),
            "length": len(body),
            "truncated": False,
            "digest": "",
            "answered_by": by,
        }
        self.event("sent", **fields)
        self._requests[conn] += 1
        self.carry(conn, len(body) + len(target) + 200 if carried is None else carried)
        if kind == "http":
            peer = [PROXY[0], 1] if by == "upstream" else None
            self.event(
                "answered",
                id=name,
                status=200,
                headers=[],
                body=self.body(answer),
                length=len(answer),
                truncated=False,
                peer=peer,
                address=None,
                address_from="none",
            )
        return name

    def close(self, conn: str) -> None:
        port = self._owners[conn][1]
        self.event(
            "flow-closed",
            conn=conn,
            sent_bytes=self._sent[conn],
            received_bytes=0,
            requests=self._requests[conn],
            tls=False,
        )
        self._ended[conn] = self._sent.pop(conn)
        opened = next(
            (row[5] for line in self.lines["sockets"] for row in line["opened"] if row[2] == port),
            None,
        )
        if opened is not None:
            self.line("sockets", phone_ms=self.phone_ms, opened=[], closed=[self._row(port, opened)])

    def mark(self, name: str) -> None:
        self.event(
            "traffic", mark=name, conns={conn: [size, 0] for conn, size in (self._ended | self._sent).items()}
        )
        self._ended = {}

    def counters(self, place: str, at: str) -> None:
        self._marks += 1
        names = [f"{self._marks}:before", f"{self._marks}:after"]
        self.mark(names[0])
        rows = {str(uid): count.row() for uid, count in sorted(self.counts.items())}
        self.mark(names[1])
        self.line(
            "counters",
            place=place,
            at=at,
            source="xt_qtaguid",
            marks=names,
            uids=copy.deepcopy(rows),
            interfaces={},
        )

    def channels(self, place: str, at: str) -> None:
        for channel in CHANNELS:
            state = "recorded" if channel == "wifi-ipv4" else "proven off"
            self.line("channels", place=place, at=at, channel=channel, state=state, read="")

    def plant(self, kind: str, value: str, part: str, arm: str | None = None, **more: Any) -> str:
        name = f"{kind}:{token(kind, value, part)[:12]}"
        self.line("planted", id=name, kind=kind, value=value, part=part, arm=arm, **more)
        return name

    def identifier(self, name: str, value: str | None, why_not: str = "") -> None:
        self.line("identifiers", name=name, value=value, route="test", why_not=why_not, registry_prefix=0)

    def find(self, file: str, **fields: Any) -> list[dict[str, Any]]:
        """The lines that have these fields."""
        return [
            line
            for line in self.lines[file]
            if all(line.get(name) == value for name, value in fields.items())
        ]

    def drop(self, file: str, lines: list[dict[str, Any]]) -> None:
        """Delete lines as if they had never been written: the numbers of the others close up."""
        for line in lines:
            self.lines[file].remove(line)
        self.renumber()

    def renumber(self) -> None:
        ordered = sorted(
            (line for lines in self.lines.values() for line in lines), key=lambda line: line["seq"]
        )
        for number, line in enumerate(ordered, 1):
            line["seq"] = number

    def copy(self) -> Desk:
        return copy.deepcopy(self)

    def write(self, folder: Path) -> Path:
        """The run folder on disk."""
        data = folder / "data"
        (data / "bodies").mkdir(parents=True)
        (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        for name, lines in self.lines.items():
            text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
            (data / f"{name}.jsonl").write_text(text, "utf-8")
        for name, content in self.documents.items():
            (data / name).write_text(json.dumps(content), "utf-8")
        for name, text in self.texts.items():
            (data / name).write_text(text, "utf-8")
        (data / "bodies" / "000001.seg").write_bytes(self.bodies)
        return folder
