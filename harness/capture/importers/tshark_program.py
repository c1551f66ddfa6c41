"""tshark itself: where it is, which fields and protocols it knows, and how it is called.

It takes apart links, tunnels, IP and TLS.  Every protocol above TCP, UDP and TLS is switched off, so that
it hands on their payload as it is; which those are is asked of it, as names differ between its versions.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from harness.model.errors import SetupError

_INSTALL = "install Debian's package tshark, version 4.0 or newer"
_TABLES = ("tcp.port", "udp.port", "tls.port", "tls.alpn", "dtls.port", "udplite.port")
_PARENTS = ("tcp", "udp", "tls", "dtls")
_KEPT = frozenset(
    {
        "ayiya",
        "capwap",
        "capwap.data",
        "geneve",
        "gre",
        "gtp",
        "ip",
        "ipv6",
        "l2tp",
        "lisp-data",
        "llc",
        "mpls",
        "ppp",
        "pppoed",
        "pppoes",
        "teredo",
        "tls",
        "udpencap",
        "vxlan",
        "vxlan_gpe",
    }
)
"""Of what may follow TCP and UDP: TLS, and tunnels that carry IP again."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": ("frame.number",),
    "time": ("frame.time_epoch",),
    "kept": ("frame.cap_len",),
    "size": ("frame.len",),
    "protocols": ("frame.protocols",),
    "source4": ("ip.src",),
    "target4": ("ip.dst",),
    "source6": ("ipv6.src",),
    "target6": ("ipv6.dst",),
    "identification4": ("ip.id",),
    "more4": ("ip.flags.mf",),
    "offset4": ("ip.frag_offset",),
    "whole4": ("ip.reassembled.length",),
    "identification6": ("ipv6.fraghdr.ident",),
    "more6": ("ipv6.fraghdr.more",),
    "offset6": ("ipv6.fraghdr.offset",),
    "whole6": ("ipv6.reassembled.length",),
    "tcp_source": ("tcp.srcport",),
    "tcp_target": ("tcp.dstport",),
    "sequence": ("tcp.seq_raw",),
    "acknowledged": ("tcp.ack_raw",),
    "flags": ("tcp.flags",),
    "tcp_length": ("tcp.len",),
    "tcp_payload": ("tcp.payload",),
    "udp_source": ("udp.srcport",),
    "udp_target": ("udp.dstport",),
    "udp_length": ("udp.length",),
    "udp_payload": ("udp.payload",),
    "records": ("tls.record.length",),
    "sealed": ("tls.app_data",),
    "data": ("data.data", "data"),
    "icmpv6": ("icmpv6.type",),
    "trailer": ("eth.trailer",),
    "check": ("eth.fcs",),
    "right": ("eth.fcs.status",),
}
"""What is asked of each packet, with the field's names in the versions of tshark."""
_PREFERENCES = {
    "eth.check_fcs": "TRUE",
    "ip.defragment": "TRUE",
    "ipv6.defragment": "TRUE",
    "ip.check_checksum": "FALSE",
    "tcp.check_checksum": "FALSE",
    "udp.check_checksum": "FALSE",
    "tcp.analyze_sequence_numbers": "TRUE",
    "tcp.desegment_tcp_streams": "TRUE",
    "tcp.reassemble_out_of_order": "TRUE",
    "tcp.no_subdissector_on_error": "TRUE",
    "tls.desegment_ssl_records": "TRUE",
    "tls.desegment_ssl_application_data": "TRUE",
}


_FOR_TLS = frozenset(
    {"tcp.analyze_sequence_numbers", "tcp.desegment_tcp_streams", "tcp.reassemble_out_of_order"}
)
_FORGET = 100_000
"""Preferences that only decryption needs, and packets after which tshark starts anew without it."""
_QUESTIONS = (
    ("--version",),
    ("-G", "fields"),
    ("-G", "decodes"),
    ("-G", "heuristic-decodes"),
    ("-G", "defaultprefs"),
)


@dataclass(frozen=True, slots=True)
class Program:
    """An installed tshark: its path, its version's text, its names of `FIELDS` in their order."""

    path: str
    version: str
    fields: tuple[str, ...]
    switched_off: tuple[str, ...]
    """Protocols above TCP, UDP and TLS."""
    preferences: tuple[tuple[str, str], ...]

    def command(self, keylog: Path | None, *, secrets: bool = True) -> list[str]:
        """The command that reads a capture from standard input, a line for each packet.

        Without `secrets` nothing can be decrypted: then it remembers no connection.
        """
        command = [self.path, "-n", "-r", "-", "-T", "fields"]
        for option in ("separator=/t", "occurrence=a", "aggregator=,", "quote=n"):
            command += ["-E", option]
        for name, value in self.preferences:
            unneeded = not secrets and name in _FOR_TLS
            command += ["-o", f"{name}:{'FALSE' if unneeded else value}"]
        if not secrets:
            command += ["-M", str(_FORGET), "--disable-protocol", "tls"]
        if keylog is not None:
            command += ["-o", f"tls.keylog_file:{keylog.resolve()}"]
        for name in self.fields:
            command += ["-e", name]
        return command

    def settle(self, folder: Path) -> dict[str, str]:
        """Writes a profile into an empty folder; the environment that uses it alone."""
        profile = folder / "wireshark"
        profile.mkdir()
        (profile / "disabled_protos").write_text("\n".join(self.switched_off) + "\n")
        return _environment(folder)


def available() -> str | None:
    """The version of the tshark that is installed ("TShark (Wireshark) 4.0.17 ..."); None without one."""
    path = shutil.which("tshark")
    return _version(path) if path else None


def find() -> Program:
    """The installed tshark.  Raises SetupError where there is none, or one that lacks what is needed."""
    path = shutil.which("tshark")
    if path is None:
        raise SetupError(f"wanted tshark to read packets, found none on the PATH: {_INSTALL}")
    return _program(path)


@lru_cache(maxsize=4)
def _version(path: str) -> str:
    return _first_line(_ask(path, "--version"))


@lru_cache(maxsize=4)
def _program(path: str) -> Program:
    with ThreadPoolExecutor() as pool:
        version, *answers = pool.map(lambda question: _ask(path, *question), _QUESTIONS)
    version = _first_line(version)
    fields, decoders, guesses, settings = answers
    names = []
    for candidates in FIELDS.values():
        name = next((one for one in candidates if f"\t{one}\tFT_" in fields), None)
        if name is None:
            raise SetupError(
                f"{path}: wanted a tshark with the field {candidates[0]}, found {version}: {_INSTALL}"
            )
        names.append(name)
    off = {cells[-1] for cells in _rows(decoders) if cells[0] in _TABLES}
    off |= {cells[1] for cells in _rows(guesses) if cells[0] in _PARENTS and len(cells) > 1}
    preferences = tuple(one for one in _PREFERENCES.items() if f"{one[0]}:" in settings)
    return Program(path, version, tuple(names), tuple(sorted(off - _KEPT)), preferences)


def _rows(table: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in table.splitlines())


def _first_line(text: str) -> str:
    return text.partition("\n")[0].strip().rstrip(".")


def _ask(path: str, *question: str) -> str:
    try:
        answer = subprocess.run(
            [path, *question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=120,
            env=_environment(Path("/nonexistent")),
        )
    except (OSError, subprocess.SubprocessError) as e:
        raise SetupError(f"{path}: wanted an answer to {' '.join(question)}, but {e}: {_INSTALL}") from e
    return answer.stdout.decode("utf-8", "replace")


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    home = str(folder)
    return kept | {
        "HOME": home,
        "XDG_CONFIG_HOME": home,
        "XDG_DATA_HOME": home,
        "WIRESHARK_CONFIG_DIR": f"{home}/wireshark",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
