"""What became of judgements when a run was judged again, and which rules are others now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.model.judgement import Judgement

RULES = "code"
"""The part of a ruleset that is the digest of the judging code; the rest are tables and libraries."""


@dataclass(frozen=True, slots=True)
class Change:
    """One proposition and app whose judgement is another one now; `details` say in what."""

    proposition: str
    app: str
    details: tuple[str, ...]


def changes(before: Iterable[Judgement], now: Iterable[Judgement]) -> tuple[Change, ...]:
    """Every difference in outcome, reasons, witnesses and acts, in the order of today's judgements."""
    old = {(item.proposition, item.app): item for item in before}
    new = {(item.proposition, item.app): item for item in now}
    found = []
    for key in (*new, *(key for key in old if key not in new)):
        details = _details(old.get(key), new.get(key))
        if details:
            found.append(Change(*key, details))
    return tuple(found)


def rules_changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of a ruleset that differ: digests shortened, libraries by their versions."""
    return tuple(
        f"{'the rules' if name == RULES else name} ({_short(before.get(name))} -> {_short(now.get(name))})"
        for name in dict.fromkeys((*before, *now))
        if before.get(name) != now.get(name)
    )


def _short(value: str | None) -> str:
    return "absent" if value is None else value[:12]


def _details(old: Judgement | None, new: Judgement | None) -> tuple[str, ...]:
    if new is None:
        return ("not judged any more",) if old is not None else ()
    if old is None:
        return (f"not judged before, now {new.outcome.value}: {new.because}",)
    found = []
    if old.outcome is not new.outcome:
        found.append(f"outcome: {old.outcome.value} -> {new.outcome.value}: {new.because}")
    was, are = (
        {(w.exchange, value.path, value.planted) for w in item.witnesses for value in w.values}
        for item in (old, new)
    )
    if len(old.witnesses) != len(new.witnesses) or was != are:
        same = " (others)" if len(old.witnesses) == len(new.witnesses) else ""
        found.append(f"witnesses: {len(old.witnesses)} -> {len(new.witnesses)}{same}")
    reasons = [{(reason.id, reason.detail) for reason in item.reasons} for item in (old, new)]
    found += [f"reason gone: {name}: {detail}" for name, detail in sorted(reasons[0] - reasons[1])]
    found += [f"new reason: {name}: {detail}" for name, detail in sorted(reasons[1] - reasons[0])]
    if old.n != new.n:
        found.append(f"n: {old.n} -> {new.n} acts")
    return tuple(found)
