"""What is known of one vendor's wire format, in one value.

A format of a vendor comes in addition to the general ones of the `registry`: its bodies fall apart by
content like any other.  It adds what content cannot tell: what is encrypted and how, which JSON objects are
events, which fields, paths and headers its sources define.  Each fact of a format rests on its `citation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.decode.base64_variants import Declared
from harness.decode.budget import Budget
from harness.decode.refusal import Part
from harness.model.field import FIXED, Field, Grammar
from harness.model.message import Message

NamedEvent = tuple[str, int | None]
"""Name of an event and its own time in ms since the epoch, None where it carries none."""


def names(text: str) -> frozenset[str]:
    """The names in a text, apart by white space."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Wrapping:
    """What a vendor wraps its messages in: a format as the `registry` has them, known by this vendor alone.

    `matches` tells quickly whether bytes may be wrapped so.  `unpack` gives what is inside; it raises
    ValueError (not wrapped so) or Refusal (wrapped so, not readable on: a gap, but in base64 letters, which
    are a guess).
    """

    matches: Callable[[bytes], bool]
    unpack: Callable[[bytes, Budget], list[Part]]


def _no_event(_value: Any) -> NamedEvent | None:
    return None


def _not_of_this_format(_value: Any) -> bool:
    return False


def _no_known_field(_place: str) -> bool:
    return False


def _no_known_form(_form: Mapping[str, bytes]) -> Mapping[str, Field]:
    return {}


def form_known(
    channel: str,
    citation: str,
    fields: Iterable[str],
    grammar: Grammar | None = None,
    *,
    names: Iterable[str] = (),
) -> dict[str, Field]:
    """Known fields of a form by their names: what `VendorFormat.form` gives.

    Of those in `names` the name alone is known: what they wrap has places of its own.
    """
    known = {name: Field(f"{channel}:form.{name}", citation, grammar) for name in fields}
    return known | {f"{{{name}}}": Field(f"{channel}:{{form.{name}}}", citation, FIXED) for name in names}


def _no_known_ciphertext(_message: Message, _body: bytes) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class VendorFormat:
    """One wire format of a vendor.  Everything but name and citation may be left out.

    A parsed JSON object is a tuple of (key, value), an array a list, a number its text (`json_text.parse`).
    Raises ValueError where name or citation is empty, or an alphabet is none of base64.
    """

    name: str
    """The reporting channel's name, as events, reports and layer paths have it."""
    citation: str
    """Where what is known of it was published: the reason why its fields are understood."""

    in_text: Wrapping | None = None
    """What a whole text with a sign of structure (`kind.classify`) may be, tried before the general ones."""
    in_form: Wrapping | None = None
    """What stands in a form, read in addition to the form's own fields."""
    in_base64: Wrapping | None = None
    """What a whole text of base64 letters may be, tried in addition to the bytes that it spells."""
    alphabets: tuple[str, ...] = ()
    """Alphabets of base64 that its sources define: 64 letters in their order, a 65th pads."""
    in_bytes: Wrapping | None = None
    """What bytes that are no text and open no general format may be, tried before the binary formats."""
    ciphertext: Callable[[Message, bytes], str | None] = _no_known_ciphertext
    """How a body that no format could read is encrypted; None for a body that is not of this format."""

    event: Callable[[Any], NamedEvent | None] = _no_event
    """Name and time of a parsed JSON object that is one event; None where it is none."""
    batch: str = ""
    """Key of the array that holds the events of a payload, where they are not the text's own items."""
    tokens: tuple[str, ...] = ()
    """Fields that carry the token by which the statistics know an installation."""

    recognises: Callable[[Any], bool] = _not_of_this_format
    """Whether a parsed JSON object is of this format."""
    knows: Callable[[str], bool] = _no_known_field
    """Whether a place inside such an object, such as `properties.url`, is a known field."""
    grammars: Mapping[str, Grammar] = field(default_factory=dict)
    """What is published of the values at known places, and of the headers and query parameters below."""
    form: Callable[[Mapping[str, bytes]], Mapping[str, Field]] = _no_known_form
    """The known fields of a form; nothing where the form is not of this format."""
    paths: frozenset[bytes] = frozenset()
    """Paths of its collectors and of its configuration, as a request has them."""
    headers: frozenset[str] = frozenset()
    """Names of its request headers, in lower case."""
    queries: Mapping[str, str] = field(default_factory=dict)
    """Names of its query parameters, each with its reason."""

    salts: tuple[str, ...] = ()
    """Published constants of its client with which identifiers may be keyed or salted."""

    def __post_init__(self) -> None:
        if not self.name or not self.citation:
            raise ValueError(f"vendor format {self.name!r}: wanted a name and a citation, found an empty one")
        for alphabet in self.alphabets:
            Declared(alphabet)
