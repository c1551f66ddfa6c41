"""Messages of DNS and greetings of TLS with tokens in every name, number, option and extension."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

from tests.decode.conservation import Case, Tokens


def _name(*labels: bytes) -> bytes:
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "big")


def _sized(data: bytes, width: int = 2) -> bytes:
    return len(data).to_bytes(width, "big") + data


def _record(tokens: Tokens, kind: int, data: bytes, name: bytes | None = None) -> bytes:
    name = _name(tokens.bytes(), b"test") if name is None else name
    kind_and_class = _u16(kind) + _u16(tokens.number(1000, 65535))
    return name + kind_and_class + tokens.number(2**20, 2**32 - 1).to_bytes(4, "big") + _sized(data)


def _options(tokens: Tokens) -> bytes:
    four = IPv4Address(tokens.count(2**24, 2**32 - 1) & 0xFFFFFF00)
    six = IPv6Address(tokens.count(2**120, 2**128 - 1) & ~0xFFFF)
    tokens.whole += [str(four).encode(), str(six).encode()]
    subnets = [b"\0\1\x18\0" + four.packed[:3], b"\0\2\x70\0" + six.packed[:14]]
    subnets.append(b"\0\3\0\0" + tokens.bytes())
    data = b"".join(_u16(8) + _sized(subnet) for subnet in subnets)
    return data + _u16(tokens.number(100, 65000)) + _sized(tokens.bytes()) + _u16(12) + _sized(b"")


def dns_whole(tokens: Tokens) -> Case:
    kinds = [tokens.number(1000, 65535) for _ in range(2)]
    questions = b"".join(
        _name(tokens.bytes(), tokens.bytes(40), b"\xff\xfe", b"test")
        + _u16(kind)
        + _u16(tokens.number(9, 65535))
        for kind in kinds
    )
    four, six = IPv4Address(tokens.count(0, 2**32 - 1)), IPv6Address(tokens.count(0, 2**128 - 1))
    tokens.whole += [str(four).encode(), str(six).encode()]
    long = tokens.bytes(40) + b"padding-to-16"
    tokens.whole.append(long)
    preference, weight = tokens.count(300, 65535), tokens.count(300, 65535)
    tokens.whole += [b"%d" % preference, b"7 %d 443" % weight]
    soa = _name(tokens.bytes()) + _name(tokens.bytes(), b"x") + b"the numbers of a SOA"
    tokens.whole.append(b"the numbers of a SOA")
    records = [
        _record(tokens, 1, four.packed),
        _record(tokens, 28, six.packed, b"\xc0\x0c"),
        _record(tokens, 16, _sized(tokens.bytes(), 1) + _sized(tokens.bytes(), 1) + b"\xff" + tokens.bytes()),
        _record(tokens, 5, _name(long, tokens.bytes()) + tokens.bytes()),
        _record(tokens, 15, _u16(preference) + _name(tokens.bytes(), b"test")),
        _record(tokens, 33, _u16(7) + _u16(weight) + _u16(443) + _name(tokens.bytes())),
        _record(tokens, 6, soa),
        _record(tokens, 41, _options(tokens) + b"xyz", b"\0"),
        _record(tokens, tokens.number(300, 65535), tokens.bytes()),
        _record(tokens, 1, tokens.bytes()),
        _record(tokens, 2, b"\x3f" + tokens.bytes()),
        _record(tokens, 33, b"\1\2\3"),
    ]
    tokens.whole += [b"xyz", b"\1\2\3"]
    head = (
        _u16(tokens.number(1000, 65535)) + _u16(0x0100) + _u16(2) + _u16(5) + _u16(3) + _u16(len(records) - 8)
    )
    tokens.whole.append(b"256")
    data = head + questions + b"".join(records)
    if tokens.coin():
        rest = tokens.bytes()
        tokens.expect("dns:rest", rest)
        data += rest
    return tokens.case(_sized(data) if tokens.coin() else data)


def _extension(kind: int, content: bytes) -> bytes:
    return _u16(kind) + _sized(content)


def tls_whole(tokens: Tokens) -> Case:
    host, other = tokens.bytes(), tokens.bytes()
    tokens.expect("tls:sni", host)
    unknown = tokens.number(100, 60000)
    lists = [tokens.draw_one(("1a2b,3c4d", "0001,0002,0a0a")) for _ in range(2)]
    tokens.whole += [text.encode() for text in lists]
    groups, versions = (bytes.fromhex(text.replace(",", "")) for text in lists)
    extensions = [
        _extension(0, _sized(b"\0" + _sized(host) + b"\0" + _sized(other))),
        _extension(16, _sized(_sized(tokens.bytes(), 1))),
        _extension(10, _sized(groups)),
        _extension(43, _sized(versions, 1)),
        _extension(21, bytes(tokens.count(0, 40)) if tokens.coin() else tokens.bytes()),
        _extension(unknown, tokens.bytes()),
        _extension(35, tokens.bytes()),
        _extension(51, _sized(b"\0\x1d" + _sized(tokens.bytes()))),
        _extension(0, b"\x02\xff"),
    ]
    tokens.whole.remove(b"%d" % unknown)
    tokens.expect("tls:extensions", b"0,16,10,43,21,%d,35,51,0" % unknown)
    body = b"\3\3" + bytes(range(32)) + _sized(tokens.bytes(), 1) + _sized(b"\x13\x01\xab\xcd") + b"\x01\x00"
    tokens.expect("tls:ciphers", b"1301,abcd")
    body += _sized(b"".join(extensions)) + (tokens.bytes() if tokens.coin() else b"")
    handshake = b"\1" + _sized(body, 3)
    cut = tokens.count(1, len(handshake) - 1)
    pieces = [handshake[:cut], handshake[cut:]] if tokens.coin() else [handshake]
    data = b"".join(b"\x16\3\1" + _sized(piece) for piece in pieces)
    behind = b"\x17\3\3" + _sized(bytes(tokens.count(1, 50))) if tokens.coin() else b""
    alike = 5 * len(pieces) + 4 + 32 + 1 + 2 + 1 + 2 + 2 * len(extensions)
    random = alike + _padding(extensions[4])
    content = len(data) - random
    return tokens.case(data + behind, refused=True, books=(content, random))


def _padding(extension: bytes) -> int:
    """Zeros that only pad."""
    return 0 if any(extension[4:]) else len(extension) - 4


def tls_server(tokens: Tokens) -> Case:
    """Not a client's greeting: all a gap."""
    return tokens.case(b"\x16\3\3" + _sized(b"\2" + _sized(bytes(40), 3)), refused=True, books=(0, 5))


WRITERS = {"dns_message": (dns_whole,), "tls_hello": (tls_whole, tls_server)}
