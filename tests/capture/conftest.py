"""A stand-in network for the recorder: real TLS origins, a raw TCP echo, a WebSocket echo, a phone."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import ipaddress
import json
import os
import select
import shutil
import socket
import socketserver
import ssl
import struct
import subprocess
import threading
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, Request, TextMessage

from harness.capture.client import Recorder, Rehearsal
from harness.store.adapters import EXCHANGES
from harness.store.bodies import BodyReader
from harness.store.lines import read_lines

ROOT = Path(__file__).parents[2]
HOSTS = ("api.vendor.test", "*.wild.vendor.test", "push.vendor.test", "dead.vendor.test")


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject, issuer, public, private, *, ca, hosts=()):
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if hosts:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False
        )
    return builder.sign(private, hashes.SHA256())


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        """Nothing: clients of these tests break off on purpose."""


class Origin(socketserver.StreamRequestHandler):
    """HTTP/1.1 that echoes a body's digest; `/ws` is a WebSocket echo."""

    def setup(self):
        if self.server.context is not None:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self):
        try:
            while self.one():
                pass
        except (OSError, ValueError):
            return

    def finish(self):
        with contextlib.suppress(OSError):
            super().finish()
        self.request.close()

    def one(self):
        line = self.rfile.readline()
        if not line.strip():
            return False
        method, target, _ = line.split(b" ", 2)
        headers = {}
        while (row := self.rfile.readline()).strip():
            name, _, value = row.partition(b":")
            headers[name.strip().lower()] = value.strip()
        if headers.get(b"upgrade", b"").lower() == b"websocket":
            self.websocket(target, headers)
            return False
        body = self.body(headers)
        host = headers.get(b"host", b"").split(b":")[0].lower()
        digest = hashlib.sha256(method + b" " + target + b"\n" + host + b"\n" + body).hexdigest()
        self.server.arrivals.append(digest)
        if target.startswith(b"/big"):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9437184\r\n\r\n")
            for _ in range(9):
                self.wfile.write(b"B" * 1048576)
        elif target.startswith(b"/slow"):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            self.wfile.flush()
            time.sleep(0.3)
            return False
        else:
            answer = json.dumps({"digest": digest, "length": len(body)}).encode()
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Origin: yes\r\nContent-Length: %d\r\n\r\n" % len(answer))
            self.wfile.write(answer)
        self.wfile.flush()
        return True

    def body(self, headers):
        if headers.get(b"transfer-encoding") == b"chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        return self.rfile.read(int(headers.get(b"content-length", b"0")))

    def websocket(self, target, headers):
        server = WSConnection(ConnectionType.SERVER)
        raw = b"GET %s HTTP/1.1\r\n" % target
        raw += b"".join(b"%s: %s\r\n" % row for row in headers.items()) + b"\r\n"
        server.receive_data(raw)
        while True:
            for event in server.events():
                if isinstance(event, Request):
                    self.wfile.write(server.send(AcceptConnection()))
                elif isinstance(event, TextMessage):
                    self.wfile.write(server.send(TextMessage(data="echo " + event.data)))
                elif isinstance(event, BytesMessage):
                    self.wfile.write(server.send(BytesMessage(data=b"echo " + bytes(event.data))))
                elif isinstance(event, CloseConnection):
                    self.wfile.write(server.send(event.response()))
                    return
                self.wfile.flush()
            data = self.request.recv(65536)
            if not data:
                return
            server.receive_data(data)


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(b"<" + data + b">")


class Resolver(socketserver.StreamRequestHandler):
    """DNS over TCP (RFC 7766): every question comes back as an answer without records."""

    def handle(self):
        while head := self.rfile.read(2):
            question = self.rfile.read(int.from_bytes(head, "big"))
            self.wfile.write(head + question[:2] + b"\x81\x80" + question[4:])


class Datagrams(socketserver.BaseRequestHandler):
    """Echoes datagrams; the server remembers them."""

    def handle(self):
        data, endpoint = self.request
        self.server.arrivals.append(data)
        endpoint.sendto(b"<" + data + b">", self.client_address)


class Names(socketserver.BaseRequestHandler):
    """A resolver that knows the addresses of the zone."""

    def handle(self):
        query, endpoint = self.request
        name, at = [], 12
        while query[at]:
            name.append(query[at + 1 : at + 1 + query[at]].decode())
            at += 1 + query[at]
        kind, end = int.from_bytes(query[at + 1 : at + 3], "big"), at + 5
        row = self.server.hosts.get(".".join(name), {})
        address = row.get({1: "address", 28: "address6"}.get(kind, ""), "")
        packed = ipaddress.ip_address(address).packed if address else b""
        record = b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(packed)) + packed if packed else b""
        head = query[:2] + struct.pack(">5H", 0x8180, 1, bool(record), 0, 0)
        endpoint.sendto(head + query[12:end] + record, self.client_address)


def _serve_datagrams(handler):
    server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), handler)
    server.arrivals = []
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def _serve(handler, context=None):
    server = Server(("127.0.0.1", 0), handler)
    server.context = context
    server.arrivals = []
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


class Cloud:
    """Origins for the zone; `zone` and `ca` are files, `arrivals` the digests of what came."""

    def __init__(self, folder):
        key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        ca = _certificate("Stand-in CA", "Stand-in CA", key.public_key(), key, ca=True)
        leaf = _certificate("origin", "Stand-in CA", leaf_key.public_key(), key, ca=False, hosts=HOSTS)
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(_pem(ca))
        chain = folder / "leaf.pem"
        chain.write_bytes(_key_pem(leaf_key) + _pem(leaf))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        self.servers = [_serve(Origin, context), _serve(Origin), _serve(Echo), _serve(Resolver)]
        with socket.create_server(("127.0.0.1", 0)) as closed:
            nobody = closed.getsockname()
        peers = [server.server_address for server in self.servers]
        self.zone = folder / "zone.json"
        self.datagrams, self.names = _serve_datagrams(Datagrams), _serve_datagrams(Names)
        self.content = {
            "hosts": {
                "api.vendor.test": {
                    "address": "203.0.113.7",
                    "address6": "2001:db8::7",
                    "country": "SG",
                    "tls": [443],
                    "tcp": [80],
                    "udp": [443, 9999],
                },
                "resolver.test": {
                    "address": "8.8.8.8",
                    "country": "US",
                    "tls": [],
                    "tcp": [],
                    "udp": [53],
                },
                "*.wild.vendor.test": {"address": "203.0.113.8", "country": "SG", "tls": [443], "tcp": [80]},
                "unsafe.vendor.test": {"address": "203.0.113.9", "country": "SG", "tls": [443], "tcp": []},
                "dns.vendor.test": {"address": "203.0.113.53", "country": "SG", "tls": [], "tcp": [53]},
                "push.vendor.test": {"address": "203.0.113.10", "country": "SG", "tls": [], "tcp": [5222]},
                "dead.vendor.test": {"address": "203.0.113.11", "country": "SG", "tls": [], "tcp": [81]},
            },
            "peers": {
                "tls": peers[0],
                "http": peers[1],
                "tcp:5222": peers[2],
                "tcp:53": peers[3],
                "tcp:81": nobody,
                "udp:53": self.names.server_address,
                "udp:443": self.datagrams.server_address,
                "udp:9999": self.datagrams.server_address,
            },
        }
        self.names.hosts = self.content["hosts"]
        self.zone.write_text(json.dumps(self.content))

    @property
    def arrivals(self):
        return self.servers[0].arrivals + self.servers[1].arrivals

    def close(self):
        for server in (*self.servers, self.datagrams, self.names):
            server.shutdown()
            server.server_close()


class Phone:
    """A client of the proxy that counts its own socket bytes, below TLS."""

    def __init__(self, port, ca=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.local = self.socket.getsockname()
        self.sent = self.received = 0
        self.tls = None
        self.ca = ca

    def _raw_send(self, data):
        self.socket.sendall(data)
        self.sent += len(data)

    def _raw_receive(self):
        data = self.socket.recv(65536)
        self.received += len(data)
        return data

    def connect(self, host, port):
        self._raw_send(b"CONNECT %s:%d HTTP/1.1\r\nHost: %s\r\n\r\n" % (host.encode(), port, host.encode()))
        head = b""
        while b"\r\n\r\n" not in head:
            data = self._raw_receive()
            if not data:
                break
            head += data
        return int(head.split(b" ", 2)[1])

    def handshake(self, host, *, alpn=("http/1.1",), maximum=None):
        context = ssl.create_default_context(cafile=self.ca)
        context.set_alpn_protocols(list(alpn))
        if maximum is not None:
            context.maximum_version = maximum
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname=host)
        self._drive(self.tls.do_handshake)

    def _drive(self, operation, *arguments):
        while True:
            try:
                result = operation(*arguments)
            except ssl.SSLWantReadError:
                self._flush()
                data = self._raw_receive()
                if not data:
                    return b""
                self.incoming.write(data)
            except ssl.SSLError:
                self._flush()
                raise
            else:
                self._flush()
                return result

    def _flush(self):
        if data := self.outgoing.read():
            self._raw_send(data)

    def send(self, data):
        if self.tls is None:
            self._raw_send(data)
        else:
            self._drive(self.tls.write, data)

    def receive(self):
        return self._raw_receive() if self.tls is None else self._drive(self.tls.read, 65536)

    def request(self, head, body=b""):
        """Send a request and read its answer by Content-Length: status, headers, body."""
        self.send(head + body)
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.receive()
            if not more:
                return 0, b"", data
            data += more
        head, _, rest = data.partition(b"\r\n\r\n")
        length = next(
            (
                int(row.split(b":")[1])
                for row in head.split(b"\r\n")
                if row.lower().startswith(b"content-length")
            ),
            0,
        )
        while len(rest) < length:
            more = self.receive()
            if not more:
                break
            rest += more
        return int(head.split(b" ", 2)[1]), head, rest

    def drain(self):
        """Read until the other side closes."""
        while select.select([self.socket], [], [], 5)[0]:
            if not self._raw_receive():
                return

    def close(self):
        self.socket.close()


class Tape:
    """The recorded events of a run folder from a moment on."""

    def __init__(self, run, start=0):
        self.run = run
        self.start = start

    def events(self, kind=None):
        lines = read_lines(self.run / "data", EXCHANGES, cut_off=[])
        return [line for line in lines if line.sequence > self.start and kind in {None, line.event}]

    def wait(self, kind, /, count=1, seconds=8.0, **fields):
        """At least `count` events of a kind with these fields."""
        end = time.monotonic() + seconds
        while True:
            found = [
                event
                for event in self.events(kind)
                if all(getattr(event, key) == value for key, value in fields.items())
            ]
            if len(found) >= count:
                return found
            if time.monotonic() > end:
                raise AssertionError(f"no {kind} {fields} in {self.events()}")
            time.sleep(0.02)

    def body(self, event):
        with BodyReader(self.run / "data" / "bodies") as bodies:
            return bodies.load(event.body)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory):
    made = Cloud(tmp_path_factory.mktemp("cloud"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def start(cloud, tmp_path_factory):
    """Starts recorders of a rehearsal; every one is ended at the latest with the tests."""
    confdir = tmp_path_factory.mktemp("conf")
    started = []

    def go(run=None, *, real=False, environment=None, zone=None, **options):
        run = run or tmp_path_factory.mktemp("run")
        paths = os.pathsep.join([*(environment or {}).get("PYTHONPATH", "").split(os.pathsep), str(ROOT)])
        recorder = Recorder.start(
            run,
            run / "sequence",
            options.pop("confdir", confdir),
            rehearsal=None if real else Rehearsal(zone or cloud.zone, cloud.ca),
            upstream_ca=cloud.ca if real else None,
            environment={**(environment or {}), "PYTHONPATH": paths.strip(os.pathsep)},
            **options,
        )
        started.append(recorder)
        return recorder, Tape(run)

    yield go
    for recorder in started:
        recorder.__exit__(None, None, None)


@pytest.fixture(scope="session")
def shared(start):
    return start()


@pytest.fixture
def recorder(shared):
    return shared[0]


@pytest.fixture
def tape(shared):
    """What is recorded during this test: connections of earlier ones have ended by then."""
    _, whole = shared
    end = time.monotonic() + 5
    while time.monotonic() < end:
        events = whole.events()
        opened = {event.conn for event in events if event.event == "flow-opened"}
        if opened == {event.conn for event in events if event.event == "flow-closed"}:
            break
        time.sleep(0.01)
    return Tape(whole.run, events[-1].sequence if events else 0)


@pytest.fixture
def phone(recorder):
    """Makes clients of the shared recorder, closed after the test."""
    phones = []

    def make(*, trusting=True, port=None, ca=None):
        phones.append(Phone(port or recorder.port, (ca or recorder.ca) if trusting else None))
        return phones[-1]

    yield make
    for each in phones:
        each.close()


@pytest.fixture
def secure(phone):
    """A client with a finished handshake to a host through the recorder."""

    def make(host, port=443, **options):
        client = phone()
        assert client.connect(host, port) == 200
        client.handshake(host, **options)
        return client

    return make


@pytest.fixture
def curl(recorder):
    """The curl of the machine behind the recorder."""
    program = shutil.which("curl")
    if program is None:
        pytest.skip("no curl on this machine")

    def go(*arguments):
        command = [program, "-sS", "--max-time", "10", "-x", f"http://127.0.0.1:{recorder.port}"]
        return subprocess.run(
            [*command, "--cacert", str(recorder.ca), *arguments], capture_output=True, check=True
        )

    return go
