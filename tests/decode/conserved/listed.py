"""Lists of codes, escapes, words of mail, packets and events, with tokens in every place."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import string
import zlib
from collections.abc import Callable
from urllib.parse import quote

from tests.decode.conservation import Case, Tokens
from tests.detect.encoders import ENCODERS, TEXTS


def _value(tokens: Tokens) -> bytes:
    return tokens.bytes() + b" " + tokens.bytes()


def _of(*names: str) -> Callable[[Tokens], Case]:
    def written(tokens: Tokens) -> Case:
        value = _value(tokens)
        tokens.whole.append(value)
        return tokens.case(ENCODERS[tokens.draw_one(names)](value))

    return written


def codes_in_text(tokens: Tokens) -> Case:
    names = ("codes JSON", "codes JSON texts", "codes JSON by index", "codes deep in JSON", "words 32 big")
    return tokens.case(b" and ".join([ENCODERS[tokens.draw_one(names)](_value(tokens)) for _ in range(2)]))


def codes_beside(tokens: Tokens) -> Case:
    """A list that is more than its numbers stays a leaf."""
    value = _value(tokens)
    tokens.expect("codes@0", value)
    data = "".join(f"{code}{',;:| +'[number % 6]}" for number, code in enumerate(value))
    return tokens.case(data.encode())


def codes_whole(tokens: Tokens) -> Case:
    value = _value(tokens)
    tokens.expect("codes", value)
    return tokens.case(
        ENCODERS[tokens.draw_one(("codes", "codes spaced", "codes hyphens", "codes padded"))](value)
    )


def codes_of_letters(tokens: Tokens) -> Case:
    """Code points, or bytes in octal, of a text outside ASCII."""
    value = "жé" + tokens.text() + tokens.text()
    tokens.whole.append(value.encode())
    if tokens.coin():
        return tokens.case(",".join(f"{ord(letter)}" for letter in value).encode())
    return tokens.case(" ".join(f"{code:03o}" for code in value.encode()).encode())


def binary_codes(tokens: Tokens) -> Case:
    value = _value(tokens)
    tokens.whole.append(value)
    form = tokens.draw_one(("{:08b} ", "{:08b}", "0b{:08b},"))
    return tokens.case("".join(form.format(code) for code in value).rstrip(", ").encode())


def escapes(tokens: Tokens) -> Case:
    names = [name for name in TEXTS if name.startswith("escapes ")]
    spelled = ENCODERS[tokens.draw_one(names)](_value(tokens))
    pair = "\\ud83d\\ude00" if tokens.coin() else "é"
    if pair != "é":
        tokens.inside.append("\U0001f600".encode())
    return tokens.case(tokens.bytes() + b" " + spelled + pair.encode() + b" " + tokens.bytes())


def hex_dump(tokens: Tokens) -> Case:
    value = _value(tokens)
    tokens.expect("hex-dump@0", value)
    lines = [
        f"{at:08x}: {value[at : at + 16].hex(' ')}  {value[at : at + 16].decode()}"
        for at in range(0, len(value), 16)
    ]
    return tokens.case(("\n".join(lines) + "\n").encode())


def hex_whole(tokens: Tokens) -> Case:
    value = _value(tokens)
    tokens.expect("hex-list", value)
    return tokens.case(
        ENCODERS[tokens.draw_one(("hex spaced", "hex in lines", "hex 0x list", "hex h list"))](value)
    )


def hex_beside(tokens: Tokens) -> Case:
    value = _value(tokens)
    tokens.expect("hex-list@0", value)
    signs = tokens.draw_one((",;:| +", ("H ",)))
    return tokens.case("".join(f"{c:02x}{signs[n % len(signs)]}" for n, c in enumerate(value)).encode())


def data_urls(tokens: Tokens) -> Case:
    urls = []
    for _ in range(tokens.count()):
        value = _value(tokens)
        urls.append(
            f"data:text/plain;base64,{base64.b64encode(value).decode()}"
            if tokens.coin()
            else f"data:,{quote(value)}"
        )
    return tokens.case(" ".join(urls).encode())


def words_of_mail(tokens: Tokens) -> Case:
    pieces = [tokens.text()]
    for _ in range(tokens.count()):
        value = _value(tokens)
        charset = "x-" + tokens.text() + "*en"
        if tokens.coin():
            pieces.append(f"=?{charset}?B?{base64.b64encode(value).decode()}?=")
        else:
            pieces.append(f"=?{charset}?q?{value.decode().replace(' ', '_')}?=")
        pieces.append(tokens.text())
    return tokens.case(" ".join(pieces).encode())


def word_that_is_none(tokens: Tokens) -> Case:
    """Signs that are none of base64 stay as they are."""
    odd = f"=?utf-8?B?{tokens.text()}!{tokens.text()}?="
    return tokens.case(f"=?utf-8?B?{base64.b64encode(tokens.bytes()).decode()}?= {odd}".encode())


def parameters(tokens: Tokens) -> Case:
    value = _value(tokens).decode()
    tokens.whole.append(value.encode())
    spelled = "".join(f"%{c:02X}" for c in value[:8].encode())
    rest = "".join(f"%{c:02X}" for c in value[8:].encode())
    tokens.parts.append(("parameter@12:filename", value.encode()))
    other = tokens.bytes()
    text = f"attachment; filename*0*=UTF-8''{spelled}; filename*1*={rest}; size*=''{quote(other)}"
    return tokens.case(text.encode())


def engineio_4(tokens: Tokens) -> Case:
    packets = [
        f'42["{tokens.text()}"]',
        "b" + base64.b64encode(_value(tokens)).decode(),
        f"b{tokens.text()} !{tokens.text()}",
        f"2{tokens.text()}",
        f"{tokens.text()}",
        '4{"a":1}',
    ]
    tokens.expect("engine.io-kind:[0]", b"42")
    tokens.expect("engine.io[]", b"6")
    return tokens.case("\x1e".join(packets).encode())


def engineio_3(tokens: Tokens) -> Case:
    bits = tokens.count(0, 15)
    letters = base64.b64encode(b"abcd").decode().rstrip("=")[:-1]
    letters += (string.ascii_uppercase + string.ascii_lowercase)[
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".index("Z") & ~15 | bits
    ]
    packets = [f'42["{tokens.text()}é"]', "b4" + base64.b64encode(_value(tokens)).decode()]
    if bits:
        packets.append(f"b4{letters}==")
        tokens.whole.append(letters[-4:].encode())
    tokens.whole.append(b"b4")
    tokens.expect("engine.io[]", b"%d" % len(packets))
    return tokens.case("".join(f"{len(packet)}:{packet}" for packet in packets).encode())


def engineio_alone(tokens: Tokens) -> Case:
    first = "b4" if tokens.coin() else "b"
    packet = first + base64.b64encode(b"\xe1" + _value(tokens)).decode()
    return tokens.case(f'{packet}\x1e42["{tokens.text()}"]'.encode())


def events(tokens: Tokens) -> Case:
    blocks = []
    for _ in range(tokens.count(2, 3)):
        lines = [f"data: {tokens.text()}", f"data:{tokens.text()}", f"event: {tokens.text()}"]
        lines += [f"id: {tokens.text()}", f": {tokens.text()}", f"{tokens.text()}: {tokens.text()}"]
        lines += [f"retry: {tokens.number()}", f"line: {tokens.text()}", tokens.text()]
        blocks.append(lines)
    end = tokens.draw_one(("\n", "\r\n", "\r"))
    tokens.expect("sse[]", b"%d" % len(blocks))
    mark = "\ufeff" if tokens.coin() else ""
    return tokens.case((mark + (end * 2).join(end.join(lines) for lines in blocks)).encode())


def utf7(tokens: Tokens) -> Case:
    shifted = [ENCODERS["utf-7"](tokens.bytes()).decode() for _ in range(tokens.count())]
    return tokens.case(f"{tokens.text()} +- {' '.join(shifted)} {tokens.text()}".encode())


def utf7_mailbox(tokens: Tokens) -> Case:
    shifted = ENCODERS["utf-7 of mailboxes"](tokens.bytes()).decode()
    return tokens.case(f"{tokens.text()}/{shifted}&-{tokens.text()}".encode())


def uuencoded(tokens: Tokens) -> Case:
    value = _value(tokens) * tokens.count()
    lines = "".join(binascii.b2a_uu(value[at : at + 45]).decode() for at in range(0, len(value), 45))
    mode = tokens.draw_one(("600", "0755"))
    tokens.whole += [mode.encode(), value]
    rest = tokens.text()
    if tokens.coin():
        rest += f"\nbegin 644 {tokens.text()}\n{tokens.text()}\nend"
    if tokens.coin():
        lines += "!A3``\n"
        tokens.whole.append(b"!A3``")
        tokens.whole.remove(value)
    text = f"{tokens.text()}\nbegin {mode} {tokens.text()}\n{lines}`\nend\n{rest}"
    return tokens.case(text.encode())


def uuencoded_base64(tokens: Tokens) -> Case:
    content = tokens.text()
    return tokens.case(f"begin-base64 644 {tokens.text()}\n{content}\n====\n{tokens.text()}".encode())


def uuencoded_cut(tokens: Tokens) -> Case:
    lines = binascii.b2a_uu(_value(tokens)).decode()
    return tokens.case(f"begin 644 {tokens.text()}\n{lines}{tokens.text()} is none".encode(), refused=True)


def yenc_whole(tokens: Tokens) -> Case:
    value = _value(tokens) + b"\xd6\xe0\xe3\x13" + tokens.bytes()
    body = ENCODERS["yenc"](value).split(b"\r\n", 1)[1].rpartition(b"\r\n=yend")[0]
    part = f"=ypart begin={tokens.text()} end=9\r\n" if tokens.coin() else ""
    head = f"{tokens.text()}\r\n=ybegin line={tokens.text()} name={tokens.text()}\r\n{part}"
    tail = f"\r\n=yend size={tokens.text()} crc32={zlib.crc32(value):08x}\r\n{tokens.text()}"
    return tokens.case(head.encode() + body[:30] + b"\r\n" + body[30:] + tail.encode())


def yenc_cut(tokens: Tokens) -> Case:
    data = ENCODERS["yenc"](_value(tokens))
    return tokens.case(data.partition(b"\r\n=yend")[0], refused=True)


def yenc_damaged(tokens: Tokens) -> Case:
    data = ENCODERS["yenc"](_value(tokens))
    return tokens.case(data.replace(b"crc32=", b"crc32=0"), refused=True)


def punycode(tokens: Tokens) -> Case:
    labels = [f"xn--{('é' + tokens.text()).encode('punycode').decode()}" for _ in range(tokens.count())]
    return tokens.case(f"{tokens.text()}.{'.'.join(labels)}.{tokens.text()}".encode())


def reversed_whole(tokens: Tokens) -> Case:
    return tokens.case(json.dumps({tokens.text(): tokens.text()}).encode()[::-1])


def reversed_stream(tokens: Tokens) -> Case:
    data = gzip.compress(tokens.bytes(), mtime=0)
    tokens.inside.clear()
    tokens.whole.append(data)
    return tokens.case(data[::-1])


def disguised(tokens: Tokens) -> Case:
    names = ("full width", "bold", "circled", "Cyrillic look-alikes", "zero-width spaces", "tags")
    names += ("selectors as bytes", "zero-width bits", "soft hyphens", "accents apart")
    return tokens.case(ENCODERS[tokens.draw_one(names)](_value(tokens)) + "é".encode())


_PER_BYTE = ("hex spaced", "hex colons", "hex hyphens", "hex commas", "hex bars", "hex fours", "hex in lines")

WRITERS: dict[str, tuple[Callable[[Tokens], Case], ...]] = {
    "code_list": (
        _of("codes", "codes spaced", "codes semicolons", "codes hyphens", "codes dots", "codes octal"),
        _of("codes fromCharCode", "codes chr", "codes as reals", "words 16 big", "words 32 signed"),
        codes_in_text,
        codes_beside,
        codes_whole,
        codes_of_letters,
        binary_codes,
        _of("binary digits"),
    ),
    "data_url": (data_urls,),
    "disguised_text": (disguised,),
    "encoded_word": (words_of_mail, word_that_is_none, parameters),
    "engineio_text": (engineio_4, engineio_3, engineio_alone),
    "escape_text": (escapes,),
    "hex_list": (
        hex_whole,
        _of(*_PER_BYTE, "hex with 0x", "hex 0x array", "hex h list"),
        hex_dump,
        hex_beside,
    ),
    "punycode_text": (punycode,),
    "reversed_bytes": (reversed_whole, reversed_stream),
    "sse_text": (events,),
    "utf7_text": (utf7, utf7_mailbox),
    "utf32_text": (_of("utf-32-le", "utf-32-be"),),
    "uuencode_text": (uuencoded, uuencoded_base64, uuencoded_cut, _of("xxencode", "uuencode bare")),
    "yenc_text": (yenc_whole, yenc_cut, yenc_damaged),
}
