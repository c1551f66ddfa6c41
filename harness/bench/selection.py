"""Which claims a run is for: `--claims EXPR` as pytest reads marker expressions."""

from __future__ import annotations

import re

from harness.ledger import Ledger
from harness.model.errors import SetupError

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]*|[(),]")


def select_claims(ledger: Ledger, expression: str | None) -> tuple[str, ...]:
    """Ids of the tested claims that the expression selects, all tested ones for None.

    Expressions are ids joined by `and`, `or`, `not` and parentheses; commas mean `or`.  Raises SetupError
    for an unknown id, an expression that does not read, and a selection that holds nothing to test.
    """
    tested = tuple(claim.id for claim in ledger.claims if claim.propositions)
    if expression is None:
        return tested
    known = {str(claim.id) for claim in ledger.claims}
    words = _WORD.findall(expression)
    if "".join(words) != re.sub(r"\s+", "", expression) or not words:
        raise SetupError(f"wanted claim ids joined by and, or, not; found {expression!r}")
    for word in words:
        if word not in known and word not in {"and", "or", "not", "(", ")", ","}:
            raise SetupError(f"wanted a claim of the ledger, found {word!r}; see `claims list`")
    selected = tuple(claim for claim in tested if _Parser(words, claim).value())
    if not selected:
        raise SetupError(f"wanted at least one claim with a proposition, found none in {expression!r}")
    return selected


class _Parser:
    """Recursive descent over `or`, `and`, `not`, parentheses and ids, for one claim."""

    def __init__(self, words: list[str], claim: str) -> None:
        self._words = ["or" if word == "," else word for word in words]
        self._claim = claim
        self._at = 0

    def value(self) -> bool:
        """Whether the claim is selected."""
        found = self._either()
        if self._at != len(self._words):
            raise SetupError(f"wanted and, or or the end of --claims, found {self._words[self._at]!r}")
        return found

    def _take(self, word: str) -> bool:
        if self._at < len(self._words) and self._words[self._at] == word:
            self._at += 1
            return True
        return False

    def _either(self) -> bool:
        found = self._both()
        while self._take("or"):
            right = self._both()
            found = found or right
        return found

    def _both(self) -> bool:
        found = self._one()
        while self._take("and"):
            right = self._one()
            found = found and right
        return found

    def _one(self) -> bool:
        if self._take("not"):
            return not self._one()
        if self._take("("):
            found = self._either()
            if not self._take(")"):
                raise SetupError("wanted a closing parenthesis in --claims, found none")
            return found
        if self._at >= len(self._words) or self._words[self._at] in {"and", "or", ")"}:
            raise SetupError("wanted a claim id in --claims, found none where one must stand")
        self._at += 1
        return self._words[self._at - 1] == self._claim
