"""The vendor formats that a reading knows, as one value: whoever reads a message says which.

`harness.decode.vendors` has those of the built-in vendor; a pack of another vendor brings its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from harness.decode.base64_variants import Declared
from harness.decode.vendor_format import VendorFormat, Wrapping
from harness.model.field import FIXED, Field, name_of
from harness.model.message import Message

_INDEX = re.compile(r"\[[0-9]+\]")
_MOST_PLACES = 20_000
"""Places that are remembered: a sender may make up any number of them."""


def _known(vendor: VendorFormat, place: str) -> Field | None:
    if not vendor.knows(place.removesuffix("[]")):
        return None
    numberless = _INDEX.sub("[]", place)
    return Field(f"{vendor.name}:{numberless}", vendor.citation, vendor.grammars.get(numberless))


@dataclass(frozen=True, slots=True, eq=False)
class VendorFormats:
    """Vendor formats in the order in which they are asked: the first that knows a thing explains it.

    `words` are further salts of the vendors' clients, such as names of packages.  Raises ValueError where
    two formats have one name.
    """

    formats: tuple[VendorFormat, ...]
    words: tuple[str, ...] = ()
    in_text: tuple[Wrapping, ...] = field(init=False)
    in_form: tuple[Wrapping, ...] = field(init=False)
    in_base64: tuple[Wrapping, ...] = field(init=False)
    in_bytes: tuple[Wrapping, ...] = field(init=False)
    alphabets: tuple[Declared, ...] = field(init=False)
    """Base64 in the alphabets that the formats define, each once."""
    batches: frozenset[str] = field(init=False)
    """Keys of the arrays that hold the events of a payload."""
    salts: tuple[str, ...] = field(init=False)
    """Words and published constants with which identifiers may be keyed or salted, each once."""
    _paths: Mapping[bytes, Field] = field(init=False)
    _headers: Mapping[str, Field] = field(init=False)
    _queries: Mapping[str, Field] = field(init=False)
    _fields: dict[tuple[str, str, str], Field | None] = field(init=False, default_factory=dict)
    """Places that were asked for before, by format."""
    _token: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        formats = self.formats
        channels = [one.name for one in formats]
        twice = sorted({name for name in channels if channels.count(name) > 1})
        if twice:
            raise ValueError(
                f"vendor formats: wanted each name once, found {', '.join(twice)} again; rename it"
            )
        last_first = formats[::-1]
        tokens = dict.fromkeys(token for one in formats for token in one.tokens)
        derived: dict[str, object] = {
            "in_text": tuple(one.in_text for one in formats if one.in_text),
            "in_form": tuple(one.in_form for one in formats if one.in_form),
            "in_base64": tuple(one.in_base64 for one in formats if one.in_base64),
            "alphabets": tuple(
                Declared(letters) for letters in dict.fromkeys(a for one in formats for a in one.alphabets)
            ),
            "in_bytes": tuple(one.in_bytes for one in formats if one.in_bytes),
            "batches": frozenset(one.batch for one in formats if one.batch),
            "salts": tuple(dict.fromkeys((*(s for one in formats for s in one.salts), *self.words))),
            "_paths": {
                path: Field(f"{one.name}:{path.decode()}", one.citation, FIXED)
                for one in last_first
                for path in one.paths
            },
            "_headers": {
                name: Field(f"{one.name}:header.{name}", one.citation, one.grammars.get(f"header.{name}"))
                for one in last_first
                for name in one.headers
            },
            "_queries": {
                name: Field(f"{one.name}:query.{name}", why, one.grammars.get(f"query.{name}"))
                for one in last_first
                for name, why in one.queries.items()
            },
            "_token": re.compile(rf"(?:^|[.:])({'|'.join(map(re.escape, tokens)) or '(?!)'})$"),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def __iter__(self) -> Iterator[VendorFormat]:
        return iter(self.formats)

    def place(self, vendor: VendorFormat, prefix: str, step: str) -> Field | None:
        """The known field to which a step leads inside an object of a format at `prefix`; None anywhere else.

        A key in braces is a name that the source fixes.
        """
        key = (vendor.name, prefix, step)
        if key in self._fields:
            return self._fields[key]
        inside = step[len(prefix) :]
        known = None
        if inside and (inside[0] == "." or prefix == "json:"):
            place = inside.removeprefix(".")
            if place[-1] == "}":
                before, _, name = place[:-1].rpartition("{")
                value = _known(vendor, before + name) if name else None
                known = None if value is None else name_of(value)
            else:
                known = _known(vendor, place)
        if len(self._fields) < _MOST_PLACES:
            self._fields[key] = known
        return known

    def path(self, path: bytes) -> Field | None:
        """The known field that a whole request path is."""
        return self._paths.get(path)

    def header(self, name: str) -> Field | None:
        """The known request header of that name, in lower case."""
        return self._headers.get(name)

    def query(self, name: str) -> Field | None:
        """The known query parameter of that name."""
        return self._queries.get(name)

    def form(self, form: Mapping[str, bytes]) -> Mapping[str, Field]:
        """The known fields of a form."""
        return next((fields for one in self.formats if (fields := one.form(form))), {})

    def ciphertext(self, message: Message, body: bytes) -> str | None:
        """How a body that nobody can read is encrypted, by whose it is; None where it is nobody's."""
        return next((how for one in self.formats if (how := one.ciphertext(message, body))), None)

    def token_field(self, step: str) -> str | None:
        """The field of an analytics token to which a step of a layer path leads; None for any other."""
        found = self._token.search(step)
        return found.group(1) if found else None
