"""What conservation means for one decoder: every planted token comes out, and the books add up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from harness.decode import DEFAULT
from harness.decode.refusal import Part, Refusal

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Case:
    """An encoded piece, and what must come out of it."""

    data: bytes
    inside: tuple[bytes, ...]
    """Texts, each of which must stand in some part."""
    whole: tuple[bytes, ...] = ()
    """Values, each of which must be a part of its own: numbers as decimal text."""
    parts: tuple[Part, ...] = ()
    """Parts that must be there with their steps."""
    refused: bool = False
    """Whether the decoder must say, beside those, that something could not be read."""
    books: tuple[int, int] | None = None
    """Bytes of content and of structure, where the case knows them."""


@dataclass(slots=True)
class Tokens:
    """Random contents, noted as they are given out."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    inside: list[bytes] = field(default_factory=list)
    whole: list[bytes] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    given: int = 0

    def text(self, most: int = 20) -> str:
        """A word that is nowhere else in the case."""
        self.given += 1
        token = f"q{self.given}x" + self.draw(st.text(_LETTERS, min_size=6, max_size=max(6, most - 5))) + "w"
        self.inside.append(token.encode())
        return token

    def bytes(self, most: int = 20) -> bytes:
        """The same as bytes."""
        return self.text(most).encode()

    def number(self, low: int = 0, high: int = 2**31 - 1) -> int:
        """A number that must be a part of its own."""
        number = self.draw(st.integers(low, high))
        self.whole.append(b"%d" % number)
        return int(number)

    def count(self, low: int = 1, high: int = 3) -> int:
        """How often something is there."""
        return int(self.draw(st.integers(low, high)))

    def coin(self) -> bool:
        """One of two ways."""
        return bool(self.draw(st.booleans()))

    def draw_one(self, choices: Sequence[Any]) -> Any:
        """One of several."""
        return self.draw(st.sampled_from(choices))

    def expect(self, step: str, data: bytes) -> None:
        """Notes a part that must be there."""
        self.parts.append((step, data))

    def case(self, data: bytes, *, refused: bool = False, books: tuple[int, int] | None = None) -> Case:
        """The case."""
        return Case(data, tuple(self.inside), tuple(self.whole), tuple(self.parts), refused, books)


def check(module: Any, case: Case) -> None:
    """Raises AssertionError, or what the decoder raises, where something got lost."""
    assert module.matches(case.data), "not recognised"
    refused = False
    try:
        found = module.unpack(case.data, DEFAULT)
    except Refusal as refusal:
        found, refused = refusal.parts, True

    assert refused is case.refused, "refused" if refused else "not refused"
    everything = [data for _, data in found]
    for token in case.inside:
        assert any(token in data for data in everything), f"{token!r} is lost"
    for value in case.whole:
        assert value in everything, f"{value!r} is no part"
    for part in case.parts:
        assert part in found, f"{part!r} is missing"
    if hasattr(module, "account"):
        _check_books(module, case)


def _check_books(module: Any, case: Case) -> None:
    """What stands in the encoded bytes as it is cannot be structure; that they add up stands in the type."""
    try:
        books = module.account(case.data, DEFAULT)
    except ValueError:
        assert case.refused
        assert case.books is None
        return
    assert books.size == len(case.data)
    assert books.content >= sum(len(token) for token in set(case.inside) if token in case.data)
    if case.books is not None:
        assert (books.content, books.structure) == case.books
