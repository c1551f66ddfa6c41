"""The encodings probe: every wrapping times every form must be found, a blank value never."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
import quopri
import urllib.parse
import zlib
from collections.abc import Callable
from functools import partial

import brotli
import cbor2
import lz4.frame
import msgpack
import pytest
import zstandard

from harness.detect import Searcher
from harness.model.message import Direction, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

IDENTIFIER = "eefc9fd3-1cfb-4717-b774-EAAE02F212A3"
BARE = IDENTIFIER.replace("-", "")
CANARY = "kqxv7h2mzp.claims.test"
SALTS = ("com.mi.globalbrowser", "miui_sdkconfig_jafej!@#)(*e@!#")

PLANTED = [
    Planted(PlantedId("id"), PlantedKind.IDENTIFIER, IDENTIFIER, "gaid"),
    Planted(PlantedId("canary"), PlantedKind.CANARY, CANARY, "host"),
    Planted(PlantedId("imei"), PlantedKind.IDENTIFIER, "861234567890127", "imei", registry_prefix=8),
    Planted(PlantedId("blank"), PlantedKind.BLANK, "11fc9fd3-2cfb-4717-a774-EAAE02F212B4", "gaid"),
]


def b64(data: bytes) -> bytes:
    return base64.b64encode(data)


def url64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


message = partial(sent, host="data.example.net", method="POST", target=b"/up")


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(PLANTED, SALTS)


def found(searcher: Searcher, given: Message) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    result: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for sighting in searcher.search(given).sightings:
        result.setdefault(sighting.planted, []).append((sighting.form, sighting.path))
    assert "blank" not in result
    return result


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def percent(text: str) -> bytes:
    return "".join(f"%{b:02X}" for b in text.encode()).encode()


def deflate(data: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(data) + squeezer.flush()


def proto(data: bytes) -> bytes:
    def varint(n: int) -> bytes:
        out = b""
        while n > 127:
            out += bytes([n & 127 | 128])
            n >>= 7
        return out + bytes([n])

    return b"\x08\x96\x01" + b"\x12" + varint(len(data)) + data + b"\x1a\x05hello"


def sensors(properties: dict[str, object]) -> bytes:
    event = [
        {"type": "track", "event": "x", "distinct_id": "d", "time": 1588150000123, "properties": properties}
    ]
    data = b64(gzip.compress(json.dumps(event).encode())).decode()
    return urllib.parse.urlencode({"gzip": "1", "data_list": data}).encode()


TEXT: dict[str, Callable[[str], bytes]] = {
    "raw": lambda v: v.encode(),
    "sentence": lambda v: f"the value is {v}, and so on".encode(),
    "json": lambda v: json.dumps({"a": [1, {"b": v}]}).encode(),
    "json key": lambda v: json.dumps({v: 1}).encode(),
    "json escapes": lambda v: ('{"a":"' + "".join(f"\\u{ord(c):04x}" for c in v) + '"}').encode(),
    "json in json": lambda v: json.dumps({"a": json.dumps({"b": json.dumps({"c": v})})}).encode(),
    "ndjson": lambda v: (json.dumps({"n": 1}) + "\n" + json.dumps({"n": v}) + "\n").encode(),
    "form": lambda v: urllib.parse.urlencode({"a": "1", "b": v}).encode(),
    "percent twice": lambda v: percent(percent(v).decode()),
    "xml": lambda v: f"<?xml version='1.0'?><a><b c='d'>{v}</b></a>".encode(),
    "xml attribute": lambda v: f"<a><b c='{v}'/></a>".encode(),
    "xml references": lambda v: ("<a>" + "".join(f"&#{ord(c)};" for c in v) + "</a>").encode(),
    "multipart": lambda v: (
        f'--XyZ\r\nContent-Disposition: form-data; name="f"\r\n\r\n{v}\r\n--XyZ--\r\n'.encode()
    ),
    "plist": lambda v: (
        f"<?xml version='1.0'?><plist><dict><key>k</key><string>{v}</string></dict></plist>".encode()
    ),
    "gzip": lambda v: gzip.compress(v.encode()),
    "zlib": lambda v: zlib.compress(v.encode()),
    "deflate": lambda v: deflate(v.encode()),
    "brotli": lambda v: brotli.compress(v.encode()),
    "zstd": lambda v: zstandard.compress(v.encode()),
    "lz4": lambda v: lz4.frame.compress(v.encode()),
    "gzip of gzip of json": lambda v: gzip.compress(gzip.compress(json.dumps({"v": v}).encode())),
    "base64": lambda v: b64(v.encode()),
    "base64url": lambda v: url64(v.encode()),
    "base64 of base64": lambda v: b64(b64(v.encode())),
    "base64 of gzip": lambda v: b64(gzip.compress(v.encode())),
    "base64 of zlib in json": lambda v: json.dumps({"p": b64(zlib.compress(v.encode())).decode()}).encode(),
    "base64 of deflate": lambda v: b64(deflate(v.encode())),
    "base64 with line breaks": lambda v: base64.encodebytes(f"{v} {v} {v}".encode()),
    "base64 in a sentence": lambda v: b"payload: " + b64(f"x={v}".encode()) + b" ok",
    "base64 of unreadable bytes": lambda v: b64(bytes(range(128, 171)) + v.encode() + b"\x00\xff" * 9),
    "base32": lambda v: base64.b32encode(v.encode()),
    "hex": lambda v: v.encode().hex().encode(),
    "HEX": lambda v: v.encode().hex().upper().encode(),
    "hex of gzip": lambda v: gzip.compress(v.encode()).hex().encode(),
    "quoted-printable": lambda v: b"".join(b"=%02X" % c for c in v.encode()),
    "quoted-printable soft": lambda v: quopri.encodestring(f"caf\xe9 {v}".encode()),
    "utf-16": utf16,
    "utf-16 of json": lambda v: json.dumps({"a": v}).encode("utf-16"),
    "base64 of utf-16": lambda v: b64(utf16(v)),
    "msgpack": lambda v: msgpack.packb({"a": [1, v], "b": 2.5}),
    "cbor": lambda v: cbor2.dumps({"a": [1, v], "b": 2.5}),
    "protobuf": lambda v: proto(v.encode()),
    "protobuf in protobuf": lambda v: proto(proto(v.encode())),
    "grpc frame": lambda v: b"\x00" + len(proto(v.encode())).to_bytes(4, "big") + proto(v.encode()),
    "base64 of protobuf": lambda v: b64(proto(v.encode())),
    "base64 inside protobuf": lambda v: proto(b64(v.encode())),
    "gzip inside protobuf": lambda v: proto(gzip.compress(v.encode())),
    "msgpack of base64": lambda v: msgpack.packb({"p": b64(v.encode())}),
    "jwt": lambda v: b".".join(
        (url64(b'{"alg":"none"}'), url64(json.dumps({"sub": v}).encode()), url64(b"s" * 20))
    ),
    "url in json": lambda v: json.dumps({"u": f"https://x.test/p?q={urllib.parse.quote(v)}&r=%41"}).encode(),
    "base64 in a url in json": lambda v: json.dumps(
        {"u": "https://x.test/?q=" + url64(v.encode()).decode()}
    ).encode(),
    "sensors": lambda v: sensors({"url": v}),
    "sensors base64": lambda v: sensors({"id": b64(v.encode()).decode()}),
    "reversed": lambda v: v[::-1].encode(),
    "upper": lambda v: v.upper().encode(),
    "lower": lambda v: v.lower().encode(),
    "gzip behind a header": lambda v: b"\x01\x02\x03\x04" + gzip.compress(v.encode()),
    "cut gzip": lambda v: gzip.compress((json.dumps({"v": v}) + " pad" * 400).encode(), 0)[:-60],
    "cut json": lambda v: json.dumps({"v": v, "w": [1, 2, 3]}).encode()[:-4],
    "broken base64": lambda v: b"!" + b64(b"xx" + v.encode() + b"yy") + b"A!",
}


@pytest.mark.parametrize("wrapping", TEXT)
@pytest.mark.parametrize("planted", ["id", "canary"])
def test_a_value_is_found_in_every_wrapping(searcher: Searcher, wrapping: str, planted: str) -> None:
    value = IDENTIFIER if planted == "id" else CANARY

    assert planted in found(searcher, message(TEXT[wrapping](value)))


PLACES: dict[str, Callable[[str], Message]] = {
    "path": lambda v: message(b"", target=f"/a/{v}/b".encode()),
    "query": lambda v: message(b"", target=f"/a?x=1&q={v}".encode()),
    "query percent": lambda v: message(b"", target=b"/a?q=" + percent(v)),
    "query name": lambda v: message(b"", target=f"/a?{v}=1".encode()),
    "query base64": lambda v: message(b"", target=b"/a?q=" + url64(v.encode())),
    "query json": lambda v: message(b"", target=b"/a?q=" + urllib.parse.quote(json.dumps({"v": v})).encode()),
    "fragment": lambda v: message(b"", target=f"/a#{v}".encode()),
    "header": lambda v: message(b"", headers=((b"X-Id", v.encode()),)),
    "header base64": lambda v: message(b"", headers=((b"X-Id", b64(v.encode())),)),
    "header gzip": lambda v: message(
        b"", headers=((b"X-C", url64(gzip.compress(json.dumps([v]).encode()))),)
    ),
    "cookie": lambda v: message(b"", headers=((b"Cookie", f"a=b; sid={v}".encode()),)),
    "cookie percent": lambda v: message(b"", headers=((b"Cookie", b"sid=" + percent(v)),)),
    "host": lambda v: message(b"", host=f"{v}.x.test"),
    "websocket": lambda v: message(
        f'42["e",{{"v":"{v}"}}]'.encode(), transport=Transport.WEBSOCKET, method=""
    ),
    "tcp": lambda v: message(b"\x01\x02" + v.encode() + b"\x00", transport=Transport.TCP),
    "udp": lambda v: message(b"\x01\x02" + v.encode() + b"\x00", transport=Transport.UDP, port=5000),
    "log": lambda v: message(
        f'D/OneTrack-Api-UploaderEngine: payload:[{{"H":{{}},"B":{{"v":"{v}"}}}}]'.encode(),
        transport=Transport.LOG,
    ),
    "inbound": lambda v: message(f"<html>{v}</html>".encode(), direction=Direction.IN, status=200),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("planted", ["id", "canary"])
def test_a_value_is_found_in_every_place(searcher: Searcher, place: str, planted: str) -> None:
    value = IDENTIFIER if planted == "id" else CANARY

    assert planted in found(searcher, PLACES[place](value))


def digest_of(name: str, data: bytes) -> bytes:
    return hashlib.new(name, data).digest() if name != "blake2b" else hashlib.blake2b(data).digest()


HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b")
SPELLINGS = {
    "as it is": IDENTIFIER,
    "lower": IDENTIFIER.lower(),
    "upper": IDENTIFIER.upper(),
    "bare": BARE,
    "bare lower": BARE.lower(),
    "bare upper": BARE.upper(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", HASHES)
@pytest.mark.parametrize("as_text", ["hex", "HEX", "base64", "base64url", "truncated", "raw", "glued"])
def test_a_digest_is_found_in_every_spelling(
    searcher: Searcher, name: str, spelling: str, as_text: str
) -> None:
    hashed = digest_of(name, SPELLINGS[spelling].encode())
    text = {
        "hex": hashed.hex().encode(),
        "HEX": hashed.hex().upper().encode(),
        "base64": b64(hashed),
        "base64url": url64(hashed),
        "truncated": hashed.hex().encode()[:16],
        "raw": b"\x00\x01" + hashed,
        "glued": b"uid" + hashed.hex().encode() + b"ab",
    }[as_text]

    forms = found(searcher, message(b'{"h":"' + text + b'"}'))["id"]

    assert any(form.startswith(name.replace("_", "-")) for form, _ in forms)


@pytest.mark.parametrize(
    "hashed",
    [
        pytest.param(
            hashlib.md5(hashlib.md5(BARE.encode()).hexdigest().encode()).hexdigest(), id="md5 of md5"
        ),
        pytest.param(
            hashlib.sha256(hashlib.sha1(IDENTIFIER.encode()).hexdigest().upper().encode()).hexdigest(),
            id="sha256 of SHA1",
        ),
        pytest.param(
            hashlib.sha1(hashlib.sha256(IDENTIFIER.encode()).digest()).hexdigest(), id="sha1 of raw sha256"
        ),
        pytest.param(hmac.new(SALTS[0].encode(), IDENTIFIER.encode(), "sha256").hexdigest(), id="hmac"),
        pytest.param(
            hmac.new(SALTS[1].encode(), IDENTIFIER.lower().encode(), "md5").hexdigest(), id="hmac md5"
        ),
        pytest.param(hashlib.md5((IDENTIFIER + SALTS[0]).encode()).hexdigest(), id="salt behind"),
        pytest.param(hashlib.sha256((SALTS[1] + IDENTIFIER).encode()).hexdigest(), id="salt before"),
        pytest.param(hashlib.sha1(f"{SALTS[0]}:{IDENTIFIER}".encode()).hexdigest(), id="salt and colon"),
        pytest.param(
            b64(hmac.new(SALTS[0].encode(), IDENTIFIER.encode(), "sha1").digest()).decode(), id="hmac base64"
        ),
    ],
)
def test_a_digest_of_a_digest_or_a_keyed_one_is_found(searcher: Searcher, hashed: str) -> None:
    assert "id" in found(searcher, message(json.dumps({"h": hashed}).encode()))


FORMS: dict[str, str] = {
    "bare": BARE,
    "colons": IDENTIFIER.replace("-", ":"),
    "underscores": IDENTIFIER.replace("-", "_"),
    "bare upper": BARE.upper(),
    "reversed": IDENTIFIER[::-1],
    "first half": BARE[:16],
    "last half": BARE[16:],
    "hex upper": IDENTIFIER.upper().encode().hex(),
    "hex of bare": BARE.lower().encode().hex(),
    "base64 of bare": b64(BARE.encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_other_spellings_are_found(searcher: Searcher, form: str) -> None:
    assert "id" in found(searcher, message(json.dumps({"h": FORMS[form]}).encode()))


@pytest.mark.parametrize("shift", range(3))
@pytest.mark.parametrize("encode", [b64, url64])
def test_base64_is_found_at_every_alignment_in_unreadable_bytes(
    searcher: Searcher, shift: int, encode: Callable[[bytes], bytes]
) -> None:
    inner = encode(b"\xfe" * (30 + shift) + CANARY.encode() + b"\xfd" * 31)

    assert "canary" in found(searcher, message(b"\x00\x9f\x92" + inner + b"\x80\x81"))


@pytest.mark.parametrize(
    "text",
    ["imei=861234567890127&x=1", '{"i":861234567890127}', '{"i":"861234567890127"}', "861234567890127"],
)
def test_digits_are_found_as_a_token(searcher: Searcher, text: str) -> None:
    assert "imei" in found(searcher, message(text.encode()))


@pytest.mark.parametrize(
    "text", ["1861234567890127", "8612345678901279", "86123456", "a861234567890127b", "86123456:000000:0"]
)
def test_digits_inside_a_longer_token_and_registry_parts_are_not_found(searcher: Searcher, text: str) -> None:
    assert "imei" not in found(searcher, message(json.dumps({"t": text}).encode()))


def test_a_value_counts_once_per_place_under_its_most_readable_form(searcher: Searcher) -> None:
    body = json.dumps(
        {"a": CANARY, "b": hashlib.md5(CANARY.encode()).hexdigest(), "c": CANARY + CANARY.upper()}
    ).encode()

    assert found(searcher, message(body))["canary"] == [
        ("plain", ("body", "json:a")),
        ("md5", ("body", "json:b")),
        ("plain", ("body", "json:c")),
    ]


def test_the_path_leads_through_every_layer(searcher: Searcher) -> None:
    assert found(searcher, message(sensors({"url": f"https://{CANARY}/"})))["canary"] == [
        ("plain", ("body", "form:data_list", "base64", "gzip", "json:[0].properties.url")),
    ]
    assert found(searcher, message(b"", target=b"/s?q=" + percent(CANARY)))["canary"] == [
        ("plain", ("url.query:q", "percent")),
    ]
