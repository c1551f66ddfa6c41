"""A decoder in which a loop, a comprehension or an addition is left out loses something, and that shows."""

from __future__ import annotations

import pytest

from tests.decode.conservation_strategies import STRATEGIES
from tests.mutants import survivors

ROOM = "harness.decode."
SHARED: dict[str, tuple[str, ...]] = {
    "accounted": ("dns_message", "plist_binary", "tls_hello", "xml_text"),
    "binary_value": ("cbor_body", "msgpack_body"),
    "dns_name": ("dns_message",),
    "dns_record": ("dns_message",),
    "inflated": ("gzip_stream", "zlib_stream"),
    "multipart_headers": ("multipart_body",),
    "separated": ("code_list", "hex_list"),
    "streamed": ("bzip2_stream", "xz_stream"),
    "zip_headers": ("zip_archive",),
    "skippable": ("zstd_stream", "lz4_frame"),
    "xml_events": ("xml_text", "plist_xml"),
}
"""Modules that decoders share, with those that stand for them."""

_REFUSES = "refuses what is none of the format; what is of it is read"
_SEARCHED = "spells a searched value: nothing that was read passes through it"
_BESIDE = "another meaning of the same list, beside the text, which stays a leaf"
_TWICE = "says a field twice"
_KEYED = "tries the keys of a message, which only the engine knows: test_xor_bytes has them"
_EXPLAINS = "says what a field means; reads nothing"
EQUIVALENT: dict[str, dict[str, str]] = {
    "cbor_body": {
        "_Reader._indefinite: nothing (isinstance(item, bytes) for item in items)": (
            "refuses what is no CBOR: a piece of an indefinite text that is none"
        ),
    },
    "json_text": {
        "_depth: continue for token in _TOKENS.finditer(data): first = data[token.star": (
            "tells how deep a text is: deeper ones are refused, and the parser has a limit of its own"
        ),
    },
    "quoted_printable": {
        "_is_escaped: nothing (1 for _ in islice(_ESCAPE.finditer(data), _ENOUGH))": _REFUSES,
    },
    "code_list": {
        "meanings: dropped found.append(octal)": _BESIDE,
        '_arrays: dropped found.extend(("codes@0", plain) for plain in _meanings(calls': _BESIDE,
        '_arrays: nothing (("codes@0", plain) for plain in _meanings(calls))': _BESIDE,
        '_written: nothing (number.isdigit() for number in data.strip().split(b"."))': _REFUSES,
    },
    "engineio_text": {
        'unpack: nothing ( step == f"{NAME}:[0]" and content != data and reads_on(con': _REFUSES,
        "matches: nothing (_KIND.match(packet) for packet in data.split(_SEPARATOR, 3)": _REFUSES,
    },
    "hex_list": {"unpack: nothing (len(group) & 1 for group in groups)": _REFUSES},
    "morse_text": {"unpack: nothing (group not in _TABLE for group in groups)": _REFUSES},
    "zip_headers": {
        "Headers.member: nothing {field: {value} for field, value in fields.items()}": _TWICE,
        "Headers.compare: dropped known[field].add(right[field])": _TWICE,
        'Headers.compare: nothing (size for size in (16, 24) if data.startswith(b"PK\\x07\\x08",': _TWICE,
    },
    "rotated_text": {
        ": nothing (_ROT5[_ROT13[c]] for c in range(256))": _SEARCHED,
        ": nothing (c for c in range(256) if not chr(c).isascii() or not chr(c)": _REFUSES,
        "spellings: nothing [(name, rotated) for name, table in TABLES.items() if (rotat": _SEARCHED,
    },
    "utf7_text": {"_plain: nothing {_script(letter) for letter in text if letter.isalpha()}": _REFUSES},
    "xor_bytes": {
        "keyed: continue for at, key in enumerate(islice(keys, _KEYS)): if not 1 < le": _KEYED,
        "keyed: nothing (a ^ b for a, b in zip(data[:_LEAST], key * _LEAST, strict=F": _KEYED,
        'keyed: dropped found.append((f"xor:key[{at}]", plain))': _KEYED,
    },
    "plist_binary": {"_Reader.walk: dropped self._visited.add(ref)": "objects are read twice"},
    "protobuf_body": {"_walk: nothing (field[1] == 2 for field in inner)": "numbers are named twice"},
    "xml_text": {"_Leaves._say: dropped self._said.add(step)": "names are said twice"},
    "vendors.miota": {"recognises: nothing {key for key, _ in value}": _EXPLAINS},
    "vendors.mistat": {"recognises: nothing {key for key, _ in value}": _EXPLAINS},
    "vendors.sensors": {
        "recognises: nothing {key for key, _ in value}": _EXPLAINS,
    },
}
"""Mutants that lose nothing, by module and name, each with the reason."""


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", [*STRATEGIES, *SHARED])
def test_every_mutant_is_noticed(name: str, record_property: pytest.RecordProperty) -> None:
    subjects = [ROOM + subject for subject in SHARED.get(name, (name,))]

    every, alive = survivors(ROOM + name, subjects, "tests.decode.mutation:conserves")

    print(f"{name}: {len(every)} mutants, {len(every) - len(alive)} noticed")
    record_property("mutants", len(every))
    assert set(alive) == set(EQUIVALENT.get(name, {}))


def test_what_is_equivalent_has_its_reason() -> None:
    assert all(reason for names in EQUIVALENT.values() for reason in names.values())
