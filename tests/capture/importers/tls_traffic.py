"""Real TLS between two ends in memory, written as packets: what a capture with a key log holds.

Handshakes, records and keys are OpenSSL's and HTTP/2 frames are h2's; only IP and TCP are written here.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import ssl
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import h2.config
import h2.connection
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PHONE = ("10.0.0.2", 40000)
CLOUD = ("93.184.216.34", 443)
_MSS = 1400


def certificate(folder: Path) -> Path:
    """A key and a certificate that it signed itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "h.test")])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@dataclass
class Wire:
    """A TCP connection as its packets (raw IPv4, link type 101)."""

    client: tuple[str, int] = PHONE
    server: tuple[str, int] = CLOUD
    packets: list[bytes] = field(default_factory=list)
    numbers: dict[bool, int] = field(default_factory=lambda: {True: 1000, False: 5000})

    def open(self) -> None:
        """The three packets that open a connection."""
        self._add(True, b"", 2)
        self.numbers[True] += 1
        self._add(False, b"", 18)
        self.numbers[False] += 1
        self._add(True, b"", 16)

    def send(self, data: bytes, *, out: bool) -> None:
        """Data of one end, in segments."""
        for at in range(0, len(data), _MSS):
            piece = data[at : at + _MSS]
            self._add(out, piece, 24)
            self.numbers[out] = self.numbers[out] + len(piece) & 0xFFFFFFFF

    def close(self) -> None:
        """Both ends say that nothing follows."""
        for out in (True, False):
            self._add(out, b"", 17)
            self.numbers[out] += 1

    def _add(self, out: bool, data: bytes, flags: int) -> None:  # noqa: FBT001 (a key)
        source, target = (self.client, self.server) if out else (self.server, self.client)
        self.packets.append(segment(source, target, self.numbers[out], self.numbers[not out], flags, data))


def segment(
    source: tuple[str, int], target: tuple[str, int], number: int, answer: int, flags: int, data: bytes
) -> bytes:
    """One TCP segment in IPv4."""
    tcp = struct.pack(
        ">HHIIBBHHH", source[1], target[1], number, answer if flags & 16 else 0, 80, flags, 65535, 0, 0
    )
    return packet(source[0], target[0], 6, tcp + data)


def datagram(source: tuple[str, int], target: tuple[str, int], data: bytes) -> bytes:
    """One UDP datagram in IPv4."""
    return packet(
        source[0], target[0], 17, struct.pack(">HHHH", source[1], target[1], 8 + len(data), 0) + data
    )


def packet(source: str, target: str, protocol: int, data: bytes, fragment: int = 0) -> bytes:
    """One IPv4 packet; `fragment` is the field of flags and offset."""
    ends = b"".join(bytes(int(part) for part in address.split(".")) for address in (source, target))
    return struct.pack(">BBHHHBBH", 69, 0, 20 + len(data), 7, fragment, 64, protocol, 0) + ends + data


def pcap(packets: Iterable[bytes], link: int = 101) -> bytes:
    """A capture of the packets, a millisecond apart."""
    written = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link)]
    for number, data in enumerate(packets):
        time = divmod(1_600_000_000_000_000 + number * 1000, 1_000_000)
        written += [struct.pack("<IIII", *time, len(data), len(data)), data]
    return b"".join(written)


def block(kind: int, body: bytes) -> bytes:
    """One block of pcapng."""
    body += bytes(-len(body) % 4)
    size = struct.pack("<I", 12 + len(body))
    return struct.pack("<I", kind) + size + body + size


def pcapng(packets: Iterable[bytes], secrets: bytes = b"", link: int = 101) -> bytes:
    """The same as pcapng, with the secrets in a block of their own before the packets."""
    written = [block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))]
    written.append(block(1, struct.pack("<HHI", link, 0, 262144)))
    if secrets:
        written.append(block(10, struct.pack("<II", 0x544C534B, len(secrets)) + secrets))
    for number, data in enumerate(packets):
        time = 1_600_000_000_000_000 + number * 1000
        head = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(data), len(data))
        written.append(block(6, head + data))
    return b"".join(written)


class Session:
    """Two ends of TLS that talk through a wire; the client's keys go to `keylog`."""

    def __init__(
        self, folder: Path, keylog: Path, wire: Wire, *, version: ssl.TLSVersion, alpn: str = ""
    ) -> None:
        pem = folder / "certificate.pem"
        if not pem.exists():
            certificate(folder)
        cloud = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cloud.load_cert_chain(pem)
        phone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        phone.check_hostname = False
        phone.verify_mode = ssl.CERT_NONE
        phone.keylog_filename = str(keylog)
        for context in (cloud, phone):
            context.minimum_version = context.maximum_version = version
            if alpn:
                context.set_alpn_protocols([alpn])
        self.wire = wire
        self._phone_in, self._cloud_in = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._phone_out, self._cloud_out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.phone = phone.wrap_bio(self._phone_in, self._phone_out, server_hostname="h.test")
        self.cloud = cloud.wrap_bio(self._cloud_in, self._cloud_out, server_side=True)
        for _ in range(4):
            for end in (self.phone, self.cloud):
                with contextlib.suppress(ssl.SSLWantReadError):
                    end.do_handshake()
                self._pass()

    def _pass(self) -> None:
        for source, target, out in (
            (self._phone_out, self._cloud_in, True),
            (self._cloud_out, self._phone_in, False),
        ):
            data = source.read()
            if data:
                self.wire.send(data, out=out)
                target.write(data)

    def out(self, data: bytes) -> bytes:
        """The phone says something; what the cloud read."""
        return self._say(self.phone, self.cloud, data)

    def back(self, data: bytes) -> bytes:
        """The cloud says something; what the phone read."""
        return self._say(self.cloud, self.phone, data)

    def _say(self, source: ssl.SSLObject, target: ssl.SSLObject, data: bytes) -> bytes:
        read = b""
        for at in range(0, len(data), 16384):
            source.write(data[at : at + 16384])
            self._pass()
            with contextlib.suppress(ssl.SSLWantReadError):
                while True:
                    read += target.read(65536)
        return read


class Http2:
    """Two ends of HTTP/2 in a TLS session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.phone = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=True, header_encoding=None, validate_outbound_headers=False)
        )
        self.cloud = h2.connection.H2Connection(
            h2.config.H2Configuration(
                client_side=False,
                header_encoding=None,
                validate_inbound_headers=False,
                validate_outbound_headers=False,
            )
        )
        self.phone.initiate_connection()
        self.cloud.initiate_connection()
        self.flush()

    def flush(self) -> None:
        """What both ends have to say goes over."""
        for _ in range(3):
            if data := self.phone.data_to_send():
                self.cloud.receive_data(self.session.out(data))
            if data := self.cloud.data_to_send():
                self.phone.receive_data(self.session.back(data))
