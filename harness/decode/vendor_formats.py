"""The vendor formats that a reading knows, as one value: whoever reads a message says which.

`harness.decode.vendors` has those of the built-in vendor; a pack of another vendor brings its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from harness.decode.base64_variants import Declared
from harness.decode.vendor_format import VendorFormat, Wrapping
from harness.model.message import Message


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
    _paths: Mapping[bytes, str] = field(init=False)
    _headers: Mapping[str, str] = field(init=False)
    _queries: Mapping[str, str] = field(init=False)
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
            "_paths": {path: one.citation for one in last_first for path in one.paths},
            "_headers": {name: one.citation for one in last_first for name in one.headers},
            "_queries": {name: why for one in last_first for name, why in one.queries.items()},
            "_token": re.compile(rf"(?:^|[.:])({'|'.join(map(re.escape, tokens)) or '(?!)'})$"),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def __iter__(self) -> Iterator[VendorFormat]:
        return iter(self.formats)

    def path(self, path: bytes) -> str | None:
        """The reason why a request path is understood."""
        return self._paths.get(path)

    def header(self, name: str) -> str | None:
        """The reason why a request header of that name, in lower case, is understood."""
        return self._headers.get(name)

    def query(self, name: str) -> str | None:
        """The reason why a query parameter of that name is understood."""
        return self._queries.get(name)

    def form(self, form: Mapping[str, bytes]) -> Mapping[str, str]:
        """The known fields of a form, each with the reason why it is understood."""
        return next((fields for one in self.formats if (fields := one.form(form))), {})

    def ciphertext(self, message: Message, body: bytes) -> str | None:
        """How a body that nobody can read is encrypted, by whose it is; None where it is nobody's."""
        return next((how for one in self.formats if (how := one.ciphertext(message, body))), None)

    def token_field(self, step: str) -> str | None:
        """The field of an analytics token to which a step of a layer path leads; None for any other."""
        found = self._token.search(step)
        return found.group(1) if found else None
