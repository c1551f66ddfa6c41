"""A capture read by tshark with the TLS keys of its connections (NSS key log format)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from harness.model.errors import SetupError
from harness.model.message import Direction, ExchangeId, Message, Transport

_FIELDS = (
    "frame.time_epoch",
    "tcp.stream",
    "ip.dst",
    "ipv6.dst",
    "tcp.dstport",
    "http.request.method",
    "http.host",
    "http.request.uri",
    "http.request.line",
    "http.response.code",
    "http.response.line",
    "http.file_data",
    "http2.headers.method",
    "http2.headers.authority",
    "http2.headers.path",
    "http2.data.data",
    "http2.streamid",
    "dns.qry.name",
)
_WANTED = "http.request or http.response or http2.headers.method or http2.data or dns.flags.response == 0"


def read(path: Path, keylog: Path) -> Iterator[Message]:
    """Requests, answers and DNS questions that tshark reads.

    Raises SetupError where tshark is not installed or does not read the file.
    """
    tshark = shutil.which("tshark")
    if tshark is None:
        raise SetupError("--keylog wants tshark, which is not installed: apt-get install tshark")
    if not keylog.is_file():
        raise SetupError(f"{keylog}: wanted a TLS key log, found no file")
    command = [
        tshark,
        "-n",
        "-r",
        str(path),
        "-o",
        f"tls.keylog_file:{keylog}",
        "-Y",
        _WANTED,
        "-T",
        "fields",
        "-E",
        "separator=/t",
        "-E",
        "occurrence=a",
        "-E",
        "aggregator=|",
    ]
    for name in _FIELDS:
        command += ["-e", name]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as child:
        if child.stdout is None or child.stderr is None:
            raise SetupError("tshark gives no output")
        for number, line in enumerate(child.stdout):
            cells = line.rstrip("\n").split("\t")
            yield _message(number, dict(zip(_FIELDS, cells, strict=False)))
        complaint = child.stderr.read().strip().splitlines()
    if child.returncode:
        raise SetupError(
            f"{path}: tshark does not read it: {complaint[-1] if complaint else child.returncode}"
        )


def _message(number: int, cells: dict[str, str]) -> Message:
    status = cells.get("http.response.code", "")
    method = cells.get("http.request.method") or cells.get("http2.headers.method", "")
    lines = cells.get("http.request.line") or cells.get("http.response.line", "")
    question = cells.get("dns.qry.name", "")
    body = cells.get("http.file_data") or cells.get("http2.data.data", "")
    headers = tuple(
        (name.strip().encode(), value.replace("\\r\\n", "").strip().encode())
        for name, colon, value in (line.partition(":") for line in lines.split("|"))
        if colon and name
    )
    seconds = cells.get("frame.time_epoch", "0") or "0"
    port = cells.get("tcp.dstport", "").partition("|")[0]
    return Message(
        exchange=ExchangeId(
            f"{cells.get('tcp.stream', '')}.{cells.get('http2.streamid', '').partition('|')[0] or number}"
        ),
        direction=Direction.IN if status else Direction.OUT,
        transport=Transport.HTTP,
        sequence=number,
        time_us=int(float(seconds) * 1_000_000),
        host=cells.get("http.host")
        or cells.get("http2.headers.authority", "")
        or question
        or cells.get("ip.dst", ""),
        port=int(port) if port.isdigit() else 0,
        method=method,
        target=(cells.get("http.request.uri") or cells.get("http2.headers.path", "")).encode(),
        headers=headers,
        status=int(status) if status.isdigit() else None,
        body=_hex(body),
    )


def _hex(text: str) -> bytes:
    """What tshark prints of a body: hex digits (4.x), else the text itself."""
    digits = text.replace("|", "").replace(":", "")
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return text.encode()
