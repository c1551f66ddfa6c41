"""One packet as tshark tells it: a line of numbers, addresses and hex digits, nothing of it ambiguous."""

from __future__ import annotations

from dataclasses import dataclass

from harness.capture.importers.transport import Datagram, Segment
from harness.capture.importers.tshark_program import FIELDS

_TRANSPORTS = {"tcp": "tcp", "udp": "udp", "udplite": "udp"}
_MESSENGERS = ("icmp", "icmpv6")
_UDP_HEADER = 8
_CHECK, _RIGHT = 4, "1"
_MOST_OVERHEAD = 400
"""Bytes that a TLS record has beyond its content: header, vector, code, padding (RFC 5246 section 6.2.3)."""
_NAMES = tuple(FIELDS)


@dataclass(frozen=True, slots=True)
class Records:
    """TLS records that a packet completes: bytes with headers, the application's of those, what opened."""

    size: int
    sealed: tuple[int, ...]
    opened: tuple[bytes, ...]

    @property
    def unopened(self) -> int:
        """Bytes of the application's records that were not decrypted."""
        if len(self.sealed) == len(self.opened):
            return 0
        left = list(self.opened)
        size = 0
        for one in self.sealed:
            if left and 0 <= one - len(left[0]) <= _MOST_OVERHEAD:
                left.pop(0)
            else:
                size += one
        return size


@dataclass(frozen=True, slots=True)
class Row:
    """One packet: `kept` of its `size` bytes are in the capture.

    `fragments` are the packets that an IP fragment may belong to, by ends and identification, the innermost
    first; with its last one it is `whole` and has the `part`.
    """

    number: int
    time_us: int
    kept: int
    size: int
    protocols: tuple[str, ...]
    ends: tuple[str, str]
    part: Segment | Datagram | None
    records: Records | None
    fragments: tuple[tuple[str, str, str], ...]
    whole: bool
    data: tuple[bytes, ...]
    icmpv6: int | None
    trailer: bytes
    wrong_check: int
    """Bytes that tshark takes for a frame check sequence, though they are neither right nor zero."""


def parse(line: bytes) -> Row:
    """The packet of a line.  Raises ValueError where it is not what was asked for."""
    cells = line.decode("ascii").rstrip("\r\n").split("\t")
    if len(cells) != len(_NAMES):
        raise ValueError(f"{len(cells)} cells for {len(_NAMES)} fields")
    return _row(dict(zip(_NAMES, (cell.split(",") if cell else [] for cell in cells), strict=True)))


def _row(cells: dict[str, list[str]]) -> Row:
    protocols = tuple(cells["protocols"][0].split(":")) if cells["protocols"] else ()
    number, time_us = int(cells["number"][0]), _time(cells["time"][0])
    layers = [name for name in protocols if name in ("ip", "ipv6")]
    version = "" if not layers else "4" if layers[-1] == "ip" else "6"
    ends = (cells["source" + version][-1], cells["target" + version][-1]) if version else ("", "")
    data = tuple(map(_bytes, cells["data"]))
    whole = bool(cells["whole4"] or cells["whole6"])
    fragments = _fragments(cells) if whole or (version and _is_fragment(cells, version)) else ()
    part: Segment | Datagram | None = None
    records = None
    place = max((at for at, name in enumerate(protocols) if name in _TRANSPORTS), default=None)
    quoted = place is not None and any(name in _MESSENGERS for name in protocols[:place])
    if place is not None and not quoted and (whole or not fragments):
        if _TRANSPORTS[protocols[place]] == "udp":
            part = _datagram(cells, number, time_us, ends)
        else:
            part = _segment(cells, number, time_us, ends)
            if "tls" in protocols[place:]:
                records = _records(cells, data)
    return Row(
        number,
        time_us,
        int(cells["kept"][0]),
        int(cells["size"][0]),
        protocols,
        ends,
        part,
        records,
        fragments,
        whole,
        data,
        int(cells["icmpv6"][-1]) if cells["icmpv6"] else None,
        b"".join(map(_bytes, cells["trailer"])),
        _CHECK if cells["check"] and int(cells["check"][-1], 16) and cells["right"][-1] != _RIGHT else 0,
    )


def _is_fragment(cells: dict[str, list[str]], version: str) -> bool:
    more, offset = cells["more" + version], cells["offset" + version]
    return bool(offset) and (int(offset[-1]) > 0 or (bool(more) and more[-1] in ("1", "True")))


def _fragments(cells: dict[str, list[str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (source, target, identification)
        for version in ("4", "6")
        for identification in reversed(cells["identification" + version])
        for source, target in zip(
            reversed(cells["source" + version]), reversed(cells["target" + version]), strict=False
        )
    )


def _records(cells: dict[str, list[str]], data: tuple[bytes, ...]) -> Records:
    header = 5
    sealed = tuple(len(_bytes(one)) + header for one in cells["sealed"])
    return Records(sum(int(one) + header for one in cells["records"]), sealed, data)


def _segment(cells: dict[str, list[str]], number: int, time_us: int, ends: tuple[str, str]) -> Segment:
    payload = _bytes(cells["tcp_payload"][-1]) if cells["tcp_payload"] else b""
    flags = int(cells["flags"][-1], 16)
    length = int(cells["tcp_length"][-1])
    acknowledged = int(cells["acknowledged"][-1]) if flags & 16 and cells["acknowledged"] else None
    return Segment(
        number,
        time_us,
        (ends[0], int(cells["tcp_source"][-1])),
        (ends[1], int(cells["tcp_target"][-1])),
        payload,
        max(length - len(payload), 0),
        int(cells["sequence"][-1]),
        acknowledged,
        flags,
        0,
    )


def _datagram(cells: dict[str, list[str]], number: int, time_us: int, ends: tuple[str, str]) -> Datagram:
    payload = _bytes(cells["udp_payload"][-1]) if cells["udp_payload"] else b""
    length = int(cells["udp_length"][-1]) if cells["udp_length"] else 0
    return Datagram(
        number,
        time_us,
        (ends[0], int(cells["udp_source"][-1])),
        (ends[1], int(cells["udp_target"][-1])),
        payload,
        max(length - _UDP_HEADER - len(payload), 0),
    )


def _time(text: str) -> int:
    """Microseconds of seconds with a fraction."""
    seconds, _, fraction = text.partition(".")
    return int(seconds) * 1_000_000 + int((fraction + "000000")[:6])


def _bytes(text: str) -> bytes:
    """Hex digits, with colons between them in some versions of tshark."""
    return bytes.fromhex(text.replace(":", ""))
