"""Encoders that hide nothing from a person with a manual: name → what makes a message's body of a value.

Ground truth for the reading: the standard library and other people's tools wherever they have the encoder
(gzip, openssl, xxd, od of the system; brotli, zstandard, lz4, cbor2, msgpack), a few lines here elsewhere.
Nothing of the suite is imported.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import codecs
import gzip
import html
import io
import itertools
import json
import lzma
import quopri
import string
import struct
import subprocess
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

import brotli
import cbor2
import lz4.frame
import msgpack
import zstandard

Encoder = Callable[[bytes], bytes]


def tool(*command: str) -> Encoder:
    """A program that reads what is encoded and writes how."""
    return lambda v: subprocess.run(command, input=v, capture_output=True, check=True).stdout


def number(alphabet: str) -> Encoder:
    """Bytes as one number in the letters of an alphabet."""

    def encode(v: bytes) -> bytes:
        rest, out = int.from_bytes(v, "big"), ""
        while rest:
            rest, digit = divmod(rest, len(alphabet))
            out = alphabet[digit] + out
        return (alphabet[0] * (len(v) - len(v.lstrip(b"\0"))) + out).encode()

    return encode


def ordered(alphabet: str, pad: bytes = b"=") -> Encoder:
    """Base64 in another order of letters."""
    table = bytes.maketrans(STANDARD + b"=", alphabet.encode() + (pad or b"="))
    return lambda v: base64.b64encode(v).rstrip(b"=" if not pad else b"").translate(table)


def ordered32(alphabet: str) -> Encoder:
    """Base32 in another order of letters."""
    table = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", alphabet.encode())
    return lambda v: base64.b32encode(v).rstrip(b"=").translate(table)


def per_byte(pattern: str, between: str = "") -> Encoder:
    """Every byte in a format of its own."""
    return lambda v: between.join(pattern.format(c) for c in v).encode()


def words(width: int, order: str, *, signed: bool = False) -> Encoder:
    """Words of some bytes as a JSON array."""

    def encode(v: bytes) -> bytes:
        padded = v + b"\0" * (-len(v) % width)
        found = [
            int.from_bytes(padded[at : at + width], order, signed=signed)  # type: ignore[arg-type]
            for at in range(0, len(padded), width)
        ]
        return json.dumps(found).encode()

    return encode


def letters(table: dict[str, str]) -> Encoder:
    """Letters replaced by others that look like them."""
    return lambda v: "".join(table.get(c, c) for c in v.decode()).encode()


def between_letters(sign: str) -> Encoder:
    """A sign that is not seen between any two letters."""
    return lambda v: sign.join(v.decode()).encode()


def then(*steps: Encoder) -> Encoder:
    """One encoder after another."""

    def encode(v: bytes) -> bytes:
        for step in steps:
            v = step(v)
        return v

    return encode


def field(v: bytes) -> bytes:
    """A text as a field of a JSON object."""
    return json.dumps({"id": 7, "payload": v.decode("utf-8"), "ok": True}, ensure_ascii=False).encode()


def form(v: bytes) -> bytes:
    """A value in a form."""
    return b"a=1&p=" + urllib.parse.quote_from_bytes(v, safe="").encode() + b"&z=end"


def in_text(before: bytes, after: bytes) -> Encoder:
    """A text among others."""
    return lambda v: before + v + after


def rotate(v: bytes, by: int) -> bytes:
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    table = str.maketrans(lower + upper, lower[by:] + lower[:by] + upper[by:] + upper[:by])
    return v.decode().translate(table).encode()


def rot47(v: bytes) -> bytes:
    return bytes(33 + (c - 33 + 47) % 94 if 33 <= c <= 126 else c for c in v)


def atbash(v: bytes) -> bytes:
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    return v.decode().translate(str.maketrans(lower + upper, lower[::-1] + upper[::-1])).encode()


def xor(key: bytes) -> Encoder:
    return lambda v: bytes(a ^ b for a, b in zip(v, itertools.cycle(key)))


def keyed_xor(v: bytes) -> bytes:
    """The key stands beside what it hides."""
    key = b"s3cretKey!"
    return json.dumps({"k": key.decode(), "d": base64.b64encode(xor(key)(v)).decode()}).encode()


def raw_deflate(v: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(v) + squeezer.flush()


def archive(method: int, *, named: bool = False) -> Encoder:
    def encode(v: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as file:
            file.writestr(zipfile.ZipInfo(v.decode() if named else "a.txt"), b"x" if named else v, method)
        return out.getvalue()

    return encode


class Pipe(io.RawIOBase):
    """A file that cannot seek: zipfile writes data descriptors there."""

    def __init__(self) -> None:
        self.written = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.written += bytes(data)  # type: ignore[call-overload]
        return len(data)  # type: ignore[arg-type]


def streamed_archive(v: bytes) -> bytes:
    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:  # type: ignore[arg-type]
        file.writestr("a.txt", v)
    return out.written


def varint(n: int) -> bytes:
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def snappy(v: bytes) -> bytes:
    """Literals and one copy of four bytes, by the format's description."""
    v += b" "
    head = bytes([(len(v) - 1) << 2]) + v if len(v) <= 60 else b"\xf0" + bytes([len(v) - 1]) + v
    return varint(len(v) + 4) + head + bytes([1 | (len(v) >> 8 << 5), len(v) & 255])


def crc32c(data: bytes) -> int:
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    value ^= 0xFFFFFFFF
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF


def snappy_framed(v: bytes) -> bytes:
    body = crc32c(v + b" " + v[:4]).to_bytes(4, "little") + snappy(v)
    return b"\xff\x06\x00\x00sNaPpY\x00" + len(body).to_bytes(3, "little") + body


def bson(v: bytes) -> bytes:
    inner = b"\x02payload\0" + struct.pack("<i", len(v) + 1) + v + b"\0" + b"\x10n\0" + struct.pack("<i", 7)
    document = inner + b"\0"
    return struct.pack("<i", len(document) + 4) + document


def smile(v: bytes) -> bytes:
    text = bytes([0x40 + len(v) - 1]) + v if len(v) <= 32 else bytes([0x60 + len(v) - 33]) + v
    return b":)\n\x01\xfa\x82key" + text + b"\x80n\xc2\xfb"


def avro(codec: str) -> Encoder:
    def long(n: int) -> bytes:
        return varint(n << 1)

    def encode(v: bytes) -> bytes:
        schema = json.dumps(
            {
                "type": "record",
                "name": "E",
                "fields": [{"name": "v", "type": "string"}, {"name": "n", "type": "long"}],
            }
        ).encode()
        head = b"Obj\x01" + long(2)
        for key, value in ((b"avro.schema", schema), (b"avro.codec", codec.encode())):
            head += long(len(key)) + key + long(len(value)) + value
        block = long(len(v)) + v + long(42)
        squeezed = raw_deflate(block) if codec == "deflate" else block
        sync = bytes(range(16))
        return head + b"\0" + sync + long(1) + long(len(squeezed)) + squeezed + sync

    return encode


def protobuf(v: bytes) -> bytes:
    return b"\x08\x96\x01\x12" + varint(len(v)) + v + b"\x1a\x05hello"


def uuencode(v: bytes) -> bytes:
    lines = b"".join(binascii.b2a_uu(v[at : at + 45]) for at in range(0, len(v), 45))
    return b"begin 644 a.txt\n" + lines + b"`\nend\n"


def xxencode(v: bytes) -> bytes:
    order = b"+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    uu = bytes(range(0x20, 0x60))
    head, body, tail = uuencode(v).partition(b"\n")[0], uuencode(v).split(b"\n")[1:-3], b"end\n"
    lines = b"".join(line.replace(b"`", b" ").translate(bytes.maketrans(uu, order)) + b"\n" for line in body)
    return head + b"\n" + lines + b"+\n" + tail


def yenc(v: bytes) -> bytes:
    body = b"".join(
        b"=" + bytes([(c + 106) & 255]) if (c + 42) & 255 in b"\0\r\n=" else bytes([(c + 42) & 255])
        for c in v
    )
    return b"=ybegin line=128 size=%d name=a.txt\r\n%s\r\n=yend size=%d crc32=%08x\r\n" % (
        len(v),
        body,
        len(v),
        zlib.crc32(v),
    )


def utf7(v: bytes) -> bytes:
    return b"+" + base64.b64encode(v.decode().encode("utf-16-be")).rstrip(b"=") + b"-"


def mailbox(v: bytes) -> bytes:
    return b"&" + base64.b64encode(v.decode().encode("utf-16-be")).rstrip(b"=").replace(b"/", b",") + b"-"


def base45(v: bytes) -> bytes:
    order = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    out = ""
    for at in range(0, len(v), 2):
        piece = v[at : at + 2]
        rest = int.from_bytes(piece, "big")
        for _ in range(len(piece) + 1):
            rest, digit = divmod(rest, 45)
            out += order[digit]
    return out.encode()


def base91(v: bytes) -> bytes:
    order = string.ascii_uppercase + string.ascii_lowercase + string.digits + '!#$%&()*+,./:;<=>?@[]^_`{|}~"'
    queue = bits = 0
    out = ""
    for byte in v:
        queue |= byte << bits
        bits += 8
        if bits > 13:
            value = queue & 8191
            width = 13 if value > 88 else 14
            value = queue & ((1 << width) - 1)
            queue >>= width
            bits -= width
            out += order[value % 91] + order[value // 91]
    if bits:
        out += order[queue % 91]
        if bits > 7 or queue > 90:
            out += order[queue // 91]
    return out.encode()


def z85(v: bytes) -> bytes:
    order = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
    git = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
    return base64.b85encode(v).translate(bytes.maketrans(git, order))


MORSE = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz0123456789-",
        [
            ".-",
            "-...",
            "-.-.",
            "-..",
            ".",
            "..-.",
            "--.",
            "....",
            "..",
            ".---",
            "-.-",
            ".-..",
            "--",
            "-.",
            "---",
            ".--.",
            "--.-",
            ".-.",
            "...",
            "-",
            "..-",
            "...-",
            ".--",
            "-..-",
            "-.--",
            "--..",
            "-----",
            ".----",
            "..---",
            "...--",
            "....-",
            ".....",
            "-....",
            "--...",
            "---..",
            "----.",
            "-....-",
        ],
        strict=True,
    )
)


def morse(v: bytes) -> bytes:
    return " / ".join(" ".join(MORSE[c] for c in w) for w in v.decode().lower().split(" ")).encode()


def pieces(size: int, shape: Callable[[list[str]], object]) -> Encoder:
    """A value cut in pieces of some letters, which stand in one JSON text."""
    return lambda v: json.dumps(shape([v.decode()[at : at + size] for at in range(0, len(v), size)])).encode()


def events(v: bytes) -> bytes:
    return (
        b"event: hello\ndata: {}\n\nid: 2\ndata: " + json.dumps({"p": v.decode()}).encode() + b"\n\n: end\n\n"
    )


def lz_string(order: str, width: int = 6) -> Encoder:  # noqa: C901 (one loop)
    """lz-string without any repetition: every letter is new or was seen alone."""

    def encode(v: bytes) -> bytes:
        bits: list[int] = []

        def put(value: int, wide: int) -> None:
            bits.extend(value >> n & 1 for n in range(wide))

        text = v.decode()
        known: dict[str, int] = {}
        fresh: set[str] = set()
        size, wide, enlarge = 3, 2, 2
        word = ""

        def less() -> None:
            nonlocal wide, enlarge
            enlarge -= 1
            if enlarge == 0:
                enlarge = 1 << wide
                wide += 1

        def emit() -> None:
            if word in fresh:
                put(0, wide)
                put(ord(word), 8)
                less()
                fresh.discard(word)
            else:
                put(known[word], wide)
            less()

        for letter in text:
            if letter not in known:
                known[letter] = size
                size += 1
                fresh.add(letter)
            if word + letter in known:
                word += letter
            else:
                emit()
                known[word + letter] = size
                size += 1
                word = letter
        emit()
        put(2, wide)
        bits.extend([0] * (width - len(bits) % width))
        values = [int("".join(map(str, bits[at : at + width])), 2) for at in range(0, len(bits), width)]
        if order:
            return "".join(order[value] for value in values).encode()
        return ("".join(chr(value + 32) for value in values) + " ").encode()

    return encode


STANDARD = (string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/").encode()
UPPER, LOWER, DIGITS = string.ascii_uppercase, string.ascii_lowercase, string.digits
BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
FLICKR = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
b64: Encoder = base64.b64encode
url64: Encoder = lambda v: base64.urlsafe_b64encode(v).rstrip(b"=")  # noqa: E731 (a row like the others)
hexed: Encoder = lambda v: v.hex().encode()  # noqa: E731
CYRILLIC = dict(zip("aeopcxyisjABEKMHOPCTX", "аеорсхуіѕјАВЕКМНОРСТХ", strict=True))
GREEK = dict(zip("ovABEZHIKMNOPTYX", "ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", strict=True))
WIDE = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)} | {" ": "\u3000"}
BOLD = {chr(0x61 + n): chr(0x1D41A + n) for n in range(26)} | {
    chr(0x41 + n): chr(0x1D400 + n) for n in range(26)
}
CIRCLED = {chr(0x61 + n): chr(0x24D0 + n) for n in range(26)} | {
    chr(0x41 + n): chr(0x24B6 + n) for n in range(26)
}
ACCENTS = dict(zip("aeioucnAEIOUCN", "áéíóúçñÁÉÍÓÚÇÑ", strict=True))

TEXTS: dict[str, Encoder] = {
    "base64": b64,
    "base64url": url64,
    "base64 in lines": base64.encodebytes,
    "base64 by openssl": tool("openssl", "base64"),
    "base64 in MIME lines of 20": lambda v: b"\r\n".join(
        b64(v)[n : n + 20] for n in range(0, len(b64(v)), 20)
    ),
    "base64 twice": then(b64, b64),
    "base64 thrice": then(b64, b64, b64),
    "base64 reversed": lambda v: b64(v)[::-1],
    "base64 joined of pieces": lambda v: b"".join(b64(v[n : n + 5]) for n in range(0, len(v), 5)),
    "base64 behind b4": lambda v: b"b4" + b64(v),
    "base64 behind a letter": lambda v: b"x" + b64(v),
    "base64 behind three letters": lambda v: b"abc" + b64(v),
    "base64 in a path": lambda v: b"/c/" + url64(v),
    "base64 of gzip in a path": lambda v: b"/c/" + url64(gzip.compress(v, mtime=1)),
    "base64 of gzip behind letters": lambda v: b"ab" + b64(gzip.compress(v, mtime=1)),
    "base64 of zlib behind letters": lambda v: b"abc" + b64(zlib.compress(v)),
    "base64 of JSON behind letters": lambda v: b"v1" + b64(field(v)),
    "base64 padded with dots": lambda v: b64(v + b"!").replace(b"=", b"."),
    "base64 with a count for padding": lambda v: url64(v) + str(-len(v) % 3).encode(),
    "base64 with comma and dot": lambda v: base64.b64encode(v + b"?~?~", b".,"),
    "base64 of IMAP": lambda v: base64.b64encode(v, b"+,"),
    "base64 crypt": ordered("./" + DIGITS + UPPER + LOWER, b""),
    "base64 bcrypt": ordered("./" + UPPER + LOWER + DIGITS, b""),
    "base64 small first": ordered(LOWER + UPPER + DIGITS + "+/"),
    "base64 digits first": ordered(DIGITS + UPPER + LOWER + "+/"),
    "base64 digits and small first": ordered(DIGITS + LOWER + UPPER + "-_", b""),
    "base64 xx": ordered("+-" + DIGITS + UPPER + LOWER, b""),
    "base32": base64.b32encode,
    "base32 small": lambda v: base64.b32encode(v).lower().rstrip(b"="),
    "base32hex": base64.b32hexencode,
    "base32 Crockford": ordered32("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
    "z-base-32": ordered32("ybndrfg8ejkmcpqxot1uwisza345h769"),
    "base32 geohash": ordered32("0123456789bcdefghjkmnpqrstuvwxyz"),
    "base36": number(DIGITS + LOWER),
    "base36 capital": number(DIGITS + UPPER),
    "decimal": number(DIGITS),
    "base58": number(BITCOIN),
    "base58 Flickr": number(FLICKR),
    "base58 Ripple": number(RIPPLE),
    "base62": number(DIGITS + UPPER + LOWER),
    "base62 small first": number(DIGITS + LOWER + UPPER),
    "base62 letters first": number(UPPER + LOWER + DIGITS),
    "base45": base45,
    "base85": base64.b85encode,
    "ascii85": base64.a85encode,
    "ascii85 framed": partial(base64.a85encode, adobe=True),
    "ascii85 in lines": partial(base64.a85encode, wrapcol=20),
    "ascii85 framed in a text": lambda v: b"see " + base64.a85encode(v, adobe=True) + b" there",
    "z85": z85,
    "base91": base91,
    "hex": hexed,
    "hex capital": lambda v: v.hex().upper().encode(),
    "hex reversed": lambda v: v.hex().encode()[::-1],
    "hex of reversed bytes": lambda v: v[::-1].hex().encode(),
    "hex with swapped digits": lambda v: "".join(f"{c & 15:x}{c >> 4:x}" for c in v).encode(),
    "hex behind a letter": lambda v: b"x" + hexed(v),
    "hex with 0x": lambda v: b"0x" + hexed(v),
    "hex of PostgreSQL": lambda v: b"\\x" + hexed(v),
    "hex of SQL": lambda v: b"X'" + hexed(v) + b"'",
    "hex spaced": lambda v: v.hex(" ").encode(),
    "hex colons": lambda v: v.hex(":").encode(),
    "hex hyphens": lambda v: v.hex("-").encode(),
    "hex commas": lambda v: v.hex(",").encode(),
    "hex dots": lambda v: v.hex(".").encode(),
    "hex bars": lambda v: v.hex("|").encode(),
    "hex underscores": lambda v: v.hex("_").encode(),
    "hex fours": lambda v: v.hex(" ", 2).encode(),
    "hex eights": lambda v: v.hex(" ", 4).encode(),
    "hex in lines": lambda v: v.hex("\n", 10).encode(),
    "hex 0x list": per_byte("0x{:02x}", ", "),
    "hex 0x array": lambda v: b"{" + per_byte("0x{:02X}", ",")(v) + b"}",
    "hex 0x short": per_byte("{:#x}", " "),
    "hex h list": per_byte("{:02X}h", " "),
    "hex dollar": per_byte("${:02x}", " "),
    "hex by xxd": tool("xxd"),
    "hex plain by xxd": tool("xxd", "-p"),
    "hex C array by xxd": tool("xxd", "-i"),
    "hex by od": tool("od", "-An", "-tx1"),
    "hex by hexdump": tool("od", "-Ax", "-tx1z"),
    "binary by xxd": per_byte("{:08b}", " "),
    "binary digits": per_byte("{:08b}"),
    "binary digits in a list": per_byte("0b{:08b}", ","),
    "octal by od": tool("od", "-An", "-to1"),
    "escapes \\x": per_byte("\\x{:02x}"),
    "escapes \\x capital": per_byte("\\x{:02X}"),
    "escapes \\x doubled": per_byte("\\\\x{:02x}"),
    "escapes octal": per_byte("\\{:03o}"),
    "escapes %u": per_byte("%u{:04x}"),
    "escapes \\u": per_byte("\\u{:04x}"),
    "escapes \\u doubled": per_byte("\\\\u{:04x}"),
    "escapes \\u braces": per_byte("\\u{{{:x}}}"),
    "escapes \\U": per_byte("\\U{:08x}"),
    "escapes U+": per_byte("U+{:04X}", " "),
    "escapes _x": per_byte("_x{:04x}_"),
    "escapes CSS": per_byte("\\{:02x} "),
    "entities decimal": per_byte("&#{};"),
    "entities hex": per_byte("&#x{:x};"),
    "entities padded": per_byte("&#{:07d};"),
    "entities without end": per_byte("&#{}"),
    "percent": per_byte("%{:02x}"),
    "percent twice": per_byte("%25{:02x}"),
    "percent thrice": per_byte("%2525{:02X}"),
    "quoted-printable": per_byte("={:02X}"),
    "quoted-printable small": per_byte("={:02x}"),
    "quoted-printable soft": lambda v: b"=\r\n".join(v[n : n + 5] for n in range(0, len(v), 5)),
    "quoted-printable by the library": lambda v: quopri.encodestring("caf\xe9 ".encode() + v + b" =" * 30),
    "codes": per_byte("{}", ","),
    "codes spaced": per_byte("{}", " "),
    "codes semicolons": per_byte("{}", ";"),
    "codes hyphens": per_byte("{}", "-"),
    "codes dots": per_byte("{}", "."),
    "codes bars": per_byte("{}", "|"),
    "codes padded": per_byte("{:03d}", " "),
    "codes JSON": lambda v: json.dumps(list(v)).encode(),
    "codes JSON spread": lambda v: json.dumps(list(v), indent=1).encode(),
    "codes JSON texts": lambda v: json.dumps([str(c) for c in v]).encode(),
    "codes JSON by index": lambda v: json.dumps({str(n): c for n, c in enumerate(v)}).encode(),
    "codes of a Buffer": lambda v: json.dumps({"type": "Buffer", "data": list(v)}).encode(),
    "codes as reals": lambda v: json.dumps([float(c) for c in v]).encode(),
    "codes deep in JSON": lambda v: json.dumps({"a": [{"b": list(v)}]}).encode(),
    "codes octal": lambda v: " ".join(f"{c:o}" for c in v).encode(),
    "codes fromCharCode": lambda v: b"String.fromCharCode(" + per_byte("{}", ",")(v) + b")",
    "codes chr": per_byte("chr({})", "."),
    "words 16 big": words(2, "big"),
    "words 16 little": words(2, "little"),
    "words 32 big": words(4, "big"),
    "words 32 little": words(4, "little"),
    "words 32 signed": words(4, "big", signed=True),
    "uuencode": uuencode,
    "uuencode bare": binascii.b2a_uu,
    "xxencode": xxencode,
    "yenc": yenc,
    "utf-7": utf7,
    "utf-7 of mailboxes": mailbox,
    "full width": letters(WIDE),
    "bold": letters(BOLD),
    "circled": letters(CIRCLED),
    "Cyrillic look-alikes": letters(CYRILLIC),
    "Greek look-alikes": letters(GREEK),
    "accents": letters(ACCENTS),
    "accents apart": lambda v: "".join(c + "\u0301" for c in v.decode()).encode(),
    "zero-width spaces": between_letters("\u200b"),
    "zero-width joiners": between_letters("\u200d"),
    "word joiners": between_letters("\u2060"),
    "soft hyphens": between_letters("\u00ad"),
    "byte order marks": between_letters("\ufeff"),
    "variation selectors": between_letters("\ufe0f"),
    "tags": lambda v: ("\U0001f3f4" + "".join(chr(0xE0000 + c) for c in v)).encode(),
    "selectors as bytes": lambda v: (
        "x" + "".join(chr(0xFE00 + c if c < 16 else 0xE0100 + c - 16) for c in v)
    ).encode(),
    "zero-width bits": lambda v: (
        "hello" + "".join("\u200b\u200c"[int(b)] for c in v for b in f"{c:08b}")
    ).encode(),
    "rot13": lambda v: codecs.encode(v.decode(), "rot13").encode(),
    "rot47": rot47,
    "rot3": partial(rotate, by=3),
    "atbash": atbash,
    "base64 of rot13": lambda v: b64(codecs.encode(v.decode(), "rot13").encode()),
    "rot13 of base64": lambda v: codecs.encode(b64(v).decode(), "rot13").encode(),
    "reversed": lambda v: v[::-1],
    "JSON reversed": lambda v: field(v)[::-1],
    "morse": morse,
    "lz-string base64": lz_string(STANDARD.decode()),
    "lz-string URI": lz_string(STANDARD.decode().replace("/", "-")),
    "lz-string UTF-16": lz_string("", 15),
    "data URL": lambda v: b"data:text/plain;base64," + b64(v),
    "data URL percent": lambda v: b"data:," + per_byte("%{:02x}")(v),
    "data URL in CSS": lambda v: b"a{background:url(data:image/png;base64," + b64(v) + b")}",
    "encoded word B": lambda v: b"=?utf-8?B?" + b64(v) + b"?=",
    "encoded word Q": lambda v: b"=?utf-8?Q?" + per_byte("={:02X}")(v) + b"?=",
    "encoded words": lambda v: b" ".join(
        b"=?utf-8?B?" + b64(v[n : n + 6]) + b"?=" for n in range(0, len(v), 6)
    ),
    "parameter of RFC 8187": lambda v: b"attachment; filename*=UTF-8''" + per_byte("%{:02X}")(v),
    "parameter of RFC 2231": lambda v: (
        b"attachment; filename*0*=UTF-8''"
        + per_byte("%{:02X}")(v[:8])
        + b"; filename*1*="
        + per_byte("%{:02X}")(v[8:])
    ),
    "JSON in JSON": then(field, field),
    "JSON thrice": then(field, field, field),
    "JSON escaped without quotes": lambda v: field(v).replace(b'"', b'\\"'),
    "JSON key": lambda v: json.dumps({v.decode(): 1}).encode(),
    "HTML escaped JSON": lambda v: html.escape(field(v).decode()).encode(),
    "jwt": lambda v: url64(b'{"alg":"none"}') + b"." + url64(field(v)) + b".",
    "pieces in an array": pieces(4, lambda p: p),
    "letters in an array": pieces(1, lambda p: p),
    "pieces in fields": pieces(5, lambda p: {f"p{n}": t for n, t in enumerate(p)}),
    "pieces in objects": pieces(5, lambda p: [{"n": n, "t": t} for n, t in enumerate(p)]),
    "pieces out of order": pieces(3, lambda p: {f"p{n}": p[n] for n in reversed(range(len(p)))}),
    "pieces of base64 in an array": then(b64, pieces(6, lambda p: p)),
    "pieces of hex in fields": then(hexed, pieces(8, lambda p: {f"h{n}": t for n, t in enumerate(p)})),
    "server-sent events": events,
    "ndjson": lambda v: b'{"a":1}\n' + field(v) + b"\n",
    "key of one byte in hex": then(xor(b"\x5a"), hexed),
    "key of one byte in base64": then(xor(b"\xaa"), b64),
    "key in the message": keyed_xor,
    "xml": lambda v: b"<?xml version='1.0'?><a><b>" + v + b"</b></a>",
    "xml attribute": lambda v: b"<a b='" + v + b"'/>",
    "cdata": lambda v: b"<a><![CDATA[" + v + b"]]></a>",
}
"""Encoders whose result is text."""

BYTES: dict[str, Encoder] = {
    "gzip": gzip.compress,
    "gzip by gzip": tool("gzip", "-nc"),
    "gzip twice": then(gzip.compress, gzip.compress),
    "zlib": zlib.compress,
    "deflate": raw_deflate,
    "brotli": brotli.compress,
    "zstd": zstandard.compress,
    "lz4": lz4.frame.compress,
    "xz": lzma.compress,
    "lzma": partial(lzma.compress, format=lzma.FORMAT_ALONE),
    "xz by xz": tool("xz", "-c"),
    "bzip2": bz2.compress,
    "bzip2 by bzip2": tool("bzip2", "-c"),
    "snappy": snappy,
    "snappy framed": snappy_framed,
    "zip stored": archive(zipfile.ZIP_STORED),
    "zip deflated": archive(zipfile.ZIP_DEFLATED),
    "zip bzip2": archive(zipfile.ZIP_BZIP2),
    "zip lzma": archive(zipfile.ZIP_LZMA),
    "zip name": archive(zipfile.ZIP_DEFLATED, named=True),
    "zip streamed": streamed_archive,
    "utf-16-le": lambda v: v.decode().encode("utf-16-le"),
    "utf-16-be": lambda v: v.decode().encode("utf-16-be"),
    "utf-16 marked": lambda v: v.decode().encode("utf-16"),
    "utf-32-le": lambda v: v.decode().encode("utf-32-le"),
    "utf-32-be": lambda v: v.decode().encode("utf-32-be"),
    "msgpack": lambda v: msgpack.packb({"a": [1, v.decode()]}),
    "cbor": lambda v: cbor2.dumps({"a": [1, v.decode()]}),
    "protobuf": protobuf,
    "protobuf in protobuf": then(protobuf, protobuf),
    "bson": bson,
    "smile": smile,
    "avro": avro("null"),
    "avro deflated": avro("deflate"),
    "key of one byte": xor(b"\x42"),
    "bits turned": xor(b"\xff"),
    "number added": lambda v: bytes((c + 100) & 255 for c in v),
    "gzip reversed": lambda v: gzip.compress(v, mtime=1)[::-1],
}
"""Encoders whose result is bytes."""

TEXT_INSIDE = (
    "base64",
    "base64url",
    "hex",
    "base32",
    "base85",
    "base58",
    "base45",
    "hex spaced",
    "escapes \\x",
    "codes",
    "full width",
    "zero-width spaces",
    "uuencode",
    "utf-7",
    "lz-string base64",
    "base64 behind b4",
)
BYTES_INSIDE = (
    "gzip",
    "zlib",
    "deflate",
    "xz",
    "bzip2",
    "zstd",
    "snappy framed",
    "utf-16-le",
    "msgpack",
    "zip deflated",
    "bson",
    "smile",
    "avro",
)

ENCODERS: dict[str, Encoder] = {
    **TEXTS,
    **BYTES,
    **{f"{name} in JSON": then(TEXTS[name], field) for name in TEXT_INSIDE},
    **{f"{name} in a form": then(TEXTS[name], form) for name in TEXT_INSIDE},
    **{f"base64 of {name}": then(BYTES[name], b64) for name in BYTES_INSIDE},
    **{
        f"base64 of {name} in JSON": then(field, BYTES[name], b64, field)
        for name in BYTES_INSIDE
        if name not in ("bson", "smile", "avro", "msgpack")
    },
    **{f"hex of {name}": then(BYTES[name], hexed) for name in BYTES_INSIDE},
    **{f"gzip of {name}": then(TEXTS[name], gzip.compress) for name in TEXT_INSIDE},
}
"""All of them."""
