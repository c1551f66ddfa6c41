"""Texts in other letters, signs, orders and rotations, with tokens in what they spell and around it."""

from __future__ import annotations

import base64
import string
from collections.abc import Callable
from typing import Any

from hypothesis import assume

from harness.decode import (
    base45_text,
    base64_inside,
    base64_variants,
    base85_text,
    lzstring_text,
    number_text,
    rotated_text,
    xor_bytes,
)
from tests.decode.conservation import Case, Tokens
from tests.detect.encoders import ENCODERS

_DIGITS, _UPPER, _LOWER = string.digits, string.ascii_uppercase, string.ascii_lowercase
_STANDARD = _UPPER + _LOWER + _DIGITS + "+/"
_ORDERS = (
    "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm0123456789+/",
    "./" + _DIGITS + _UPPER + _LOWER,
    "./" + _UPPER + _LOWER + _DIGITS,
    "+-" + _DIGITS + _UPPER + _LOWER,
    _LOWER + _UPPER + _DIGITS + "+/",
    _DIGITS + _UPPER + _LOWER + "+/",
    _DIGITS + _LOWER + _UPPER + "-_",
)
_ORDERS_32 = {
    "base32hex": "0123456789ABCDEFGHIJKLMNOPQRSTUV",
    "crockford": "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
    "z-base-32": "ybndrfg8ejkmcpqxot1uwisza345h769",
    "geohash": "0123456789bcdefghjkmnpqrstuvwxyz",
}
_SENTENCE = (
    b"the other information about this person is that they were here and there in the morning"
    b" and that the other one has not been there for a long time "
)


def _value(tokens: Tokens) -> bytes:
    return tokens.bytes() + b" " + tokens.bytes()


def _of(*names: str, module: Any = None) -> Callable[[Tokens], Case]:
    """Cases of one of the encoders of the table; what a module's guess does not take stays a text."""

    def written(tokens: Tokens) -> Case:
        value = _value(tokens)
        tokens.whole.append(value)
        data = ENCODERS[tokens.draw_one(names)](value)
        assume(module is None or module.matches(data))
        return tokens.case(data)

    return written


def _with_bits(letters: str, alphabet: str, spare: int, bits: int) -> str:
    return letters[:-1] + alphabet[alphabet.index(letters[-1]) | bits] if spare else letters


def base64_ordered(tokens: Tokens) -> Case:
    """In another order of letters, bits that belong to no byte in the last."""
    value = _value(tokens)
    letters = base64.b64encode(value).decode().rstrip("=")
    spare = 6 * len(letters) % 8
    bits = tokens.count(0, (1 << spare) - 1)
    letters = _with_bits(letters, _STANDARD, spare, bits)
    if bits:
        tokens.whole.append(letters[-4:].encode())
    data = letters.translate(str.maketrans(_STANDARD, tokens.draw_one(_ORDERS))).encode()
    assume(base64_variants.matches(data))
    return tokens.case(data)


def base64_joined(tokens: Tokens) -> Case:
    """Pieces, each with its padding, bits of each piece's last letter."""
    pieces = []
    for _ in range(tokens.count(2, 4)):
        letters = base64.b64encode(tokens.bytes()[:10] + b"!").decode().rstrip("=")
        tokens.inside[-1] = tokens.inside[-1][:10]
        spare = 6 * len(letters) % 8
        bits = tokens.count(0, (1 << spare) - 1)
        letters = _with_bits(letters, _STANDARD, spare, bits)
        if bits:
            tokens.whole.append(letters[-4:].encode())
        pieces.append(letters + "=" * (-len(letters) % 4))
    return tokens.case("".join(pieces).encode())


def base64_other_signs(tokens: Tokens) -> Case:
    return tokens.case(base64.b64encode(_value(tokens) + b"?~?~>>??", tokens.draw_one((b".,", b"~!"))))


def base32_ordered(tokens: Tokens) -> Case:
    value = _value(tokens)
    name = tokens.draw_one(sorted(_ORDERS_32))
    alphabet = _ORDERS_32[name]
    digits = 8 * len(value) // 5 + bool(8 * len(value) % 5)
    left = 5 * digits - 8 * len(value)
    bits = tokens.count(0, (1 << left) - 1)
    if bits:
        tokens.expect(f"{name}.bits", b"%d" % bits)
    number = int.from_bytes(value, "big") << left | bits
    letters = "".join(alphabet[number >> 5 * at & 31] for at in reversed(range(digits)))
    assume(base64_variants.matches(letters.encode()))
    return tokens.case(letters.encode())


def base85_framed(tokens: Tokens) -> Case:
    framed = base64.a85encode(_value(tokens), adobe=True).decode()
    other = base64.a85encode(b"another one", adobe=True).decode() if tokens.coin() else ""
    if other:
        tokens.inside.append(other.encode())
    return tokens.case(f"{tokens.text()} {framed} {tokens.text()}{other}".encode())


def base64_inside_text(tokens: Tokens) -> Case:
    """Several runs in one text."""
    names = ("base64 behind a letter", "base64 in a path", "base64 of JSON behind letters")
    runs = [ENCODERS[tokens.draw_one(names)](_value(tokens)) for _ in range(tokens.count(1, 4))]
    data = b" ".join(runs)
    assume(all(base64_inside.matches(run) for run in runs))
    return tokens.case(data)


def base64_far_inside(tokens: Tokens) -> Case:
    """Behind letters that spell no text: a format opens there, or a sign stands before."""
    opened = base64.b64encode(b'{"key": "%s"}' % _value(tokens)).decode()
    behind = base64.urlsafe_b64encode(_value(tokens)).decode()
    return tokens.case(f"zzzzzzz{opened} zzzzzz/{behind}".encode())


def hex_inside_text(tokens: Tokens) -> Case:
    names = ("hex behind a letter", "hex reversed", "hex with swapped digits")
    return tokens.case(b" ".join([ENCODERS[tokens.draw_one(names)](_value(tokens)) for _ in range(2)]))


def reversed_inside(tokens: Tokens) -> Case:
    value = b'{"key": "%s"}' % _value(tokens)
    return tokens.case(base64.b64encode(value).rstrip(b"=")[::-1])


def number_led_by_zeros(tokens: Tokens) -> Case:
    zeros = tokens.count(1, 9)
    name = tokens.draw_one(("decimal", "base36"))
    tokens.expect(f"{name}:zeros", b"%d" % zeros)
    data = b"0" * zeros + ENCODERS[name](tokens.bytes())
    assume(number_text.matches(data))
    return tokens.case(data)


def lz_bits(tokens: Tokens) -> Case:
    """Every kind of letters, of one and of two bytes."""
    data = ENCODERS[tokens.draw_one(("lz-string base64", "lz-string URI", "lz-string UTF-16"))](
        _value(tokens) * tokens.count()
    )
    assume(lzstring_text.matches(data))
    return tokens.case(data)


def morse_signs(tokens: Tokens) -> Case:
    dot, dash, between = tokens.draw_one(((".", "_", "/"), ("•", "–", "|"), ("·", "—", "/"), ("*", "−", "/")))
    value = _value(tokens)
    tokens.whole.append(value)
    text = ENCODERS["morse"](value).decode()
    return tokens.case(text.translate(str.maketrans({".": dot, "-": dash, "/": between})).encode())


def rotated(tokens: Tokens) -> Case:
    name = tokens.draw_one(("rot13", "rot47", "atbash", "rot3"))
    data = ENCODERS[name](_SENTENCE + _value(tokens))
    assume(rotated_text.matches(data))
    return tokens.case(data)


def under_a_key(tokens: Tokens) -> Case:
    key = tokens.draw_one((*range(0x80, 0x100),))
    value = _SENTENCE + _value(tokens)
    add = tokens.coin()
    data = bytes((byte - key) & 255 if add else byte ^ key for byte in value)
    assume(xor_bytes.matches(data))
    return tokens.case(data)


WRITERS: dict[str, tuple[Callable[[Tokens], Case], ...]] = {
    "base45_text": (_of("base45", module=base45_text),),
    "base64_inside": (base64_inside_text, base64_far_inside, hex_inside_text, reversed_inside),
    "base64_variants": (
        base64_ordered,
        base64_joined,
        base64_other_signs,
        base32_ordered,
        _of("base64 with a count for padding", module=base64_variants),
    ),
    "base85_text": (
        base85_framed,
        _of("ascii85", "z85", "base85", "base91", "ascii85 in lines", module=base85_text),
    ),
    "lzstring_text": (lz_bits,),
    "morse_text": (_of("morse"), morse_signs),
    "number_text": (
        number_led_by_zeros,
        _of("base36", "decimal", "base58", "base58 Flickr", "base58 Ripple", module=number_text),
        _of("base62", "base62 small first", "base62 letters first", module=number_text),
    ),
    "rotated_text": (rotated,),
    "xor_bytes": (under_a_key,),
}
