"""What a run is for: `--claims EXPR`, read as pytest reads the expressions of `-m`."""

from __future__ import annotations

import re

from _pytest.mark.expression import Expression

from harness.ledger import Ledger
from harness.ledger.suggestion import meant
from harness.model.claim import Claim, ClaimId, Proposition, PropositionId
from harness.model.errors import SetupError

TESTED, UNTESTED = "tested", "untested"
"""Words for every claim with a proposition, and for every claim of which nothing or not all is tested."""
_OPERATORS = frozenset({"and", "or", "not"})
_WORD = re.compile(r"[^\s(),]+")
_READABLE = re.compile(r"[\w\s(),.-]*")


def select(ledger: Ledger, expression: str | None) -> tuple[PropositionId, ...]:
    """The propositions that an expression selects, in the ledger's order; all of them for None.

    An expression joins words with `and`, `or`, `not` and parentheses; a comma means `or`.  Words are
    the ids of claims and propositions, topics, severities, tags, kinds and rules of the ledger, `tested` and
    `untested`.
    Raises SetupError for an unknown word, an expression that does not read, and one that selects nothing.
    """
    everything = [(claim, item) for claim in ledger.claims for item in claim.propositions]
    if expression is None:
        return tuple(item.id for _, item in everything)
    compiled = _compiled(expression)
    _check_words(ledger, expression)
    selected = tuple(
        item.id for claim, item in everything if compiled.evaluate(_Carries(words_of(claim, item)))
    )
    if not selected:
        found = f"found none for --claims {expression!r}{_why(ledger, expression)}"
        raise SetupError(f"wanted at least one proposition, {found}; see `claims list`")
    return selected


def claims_of(propositions: tuple[PropositionId, ...]) -> tuple[ClaimId, ...]:
    """The claims of propositions, each once, in their order."""
    return tuple(dict.fromkeys(ClaimId(item.partition(".")[0]) for item in propositions))


def words_of(claim: Claim, proposition: Proposition | None) -> frozenset[str]:
    """The words of an expression that stand for a proposition, or for a claim that has none."""
    words = {str(claim.id), claim.topic, claim.severity.value, *claim.tags}
    if claim.propositions:
        words.add(TESTED)
    if claim.untested:
        words.add(UNTESTED)
    if proposition is not None:
        words |= {str(proposition.id), proposition.kind.value, proposition.rule}
    return frozenset(words)


class _Carries:
    """Whether a word stands for one proposition; the form in which pytest asks for it."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words

    def __call__(self, name: str, /, **_: str | int | bool | None) -> bool:
        return name in self._words


def _compiled(expression: str) -> Expression:
    wanted = f"wanted ids and topics of the ledger joined by and, or, not; found --claims {expression!r}"
    text = " ".join(expression.replace(",", " or ").split())
    if not text or not _READABLE.fullmatch(expression):
        raise SetupError(f"{wanted}: {'it holds other signs' if text else 'it is empty'}")
    try:
        return Expression.compile(text)
    except SyntaxError as error:
        raise SetupError(f"{wanted}: {error.msg}") from error


def known_words(ledger: Ledger) -> frozenset[str]:
    """Every word that an expression may hold beside `and`, `or`, `not`."""
    each = [words_of(claim, item) for claim in ledger.claims for item in (None, *claim.propositions)]
    return frozenset({TESTED, UNTESTED}).union(*each)


def _check_words(ledger: Ledger, expression: str) -> None:
    known = known_words(ledger)
    for word in _WORD.findall(expression):
        if word not in known | _OPERATORS:
            raise SetupError(
                f"wanted a claim, a proposition or a topic of the ledger, found {word!r} in --claims."
                f"{meant(word, known) or ' See `claims list`'}"
            )


def _why(ledger: Ledger, expression: str) -> str:
    """That nothing tests the claims that an expression names."""
    named = set(_WORD.findall(expression))
    silent = [str(claim.id) for claim in ledger.claims if claim.id in named and not claim.propositions]
    return f": nothing tests {', '.join(silent)}" if silent else ""
