"""What leaked, in words: the planted or observed value behind a finding, never only its random letters."""

from __future__ import annotations

from collections.abc import Sequence

from harness.model.judgement import Value
from harness.model.planted import Planted, PlantedKind
from harness.report.background import Background
from harness.report.safe_text import one_line

_PART = {
    "host": "host name",
    "path": "path",
    "query": "query",
    "fragment": "fragment",
    "title": "title",
    "body": "text",
    "form": "form value",
    "feed-title": "title",
    "feed-address": "address",
}
_DONE = {
    "visit": "page {number}, visited",
    "search": "search {number}, searched",
    "news": "news item {number}, opened",
}
_MODE = {"normal": " in normal mode", "incognito": " in incognito"}
_CONTROLLER = {
    "vendor": "controlled by the vendor",
    "chosen-service": "controlled by a service that the person chose",
    "third-party": "controlled by a third party",
    "unknown": "nobody knows who controls it",
}


def leaked(values: Sequence[Value], background: Background) -> str:
    """What these values show, in one line; parts of one act come together."""
    acts: dict[tuple[str, str], list[str]] = {}
    others: list[str] = []
    for value in values:
        planted = background.planted.get(value.planted)
        named = _named(planted, background) if planted is not None else None
        if named is None:
            others.append(_other(value, planted))
        else:
            acts.setdefault(named[1:], []).append(named[0])
    texts = [f"{_listed(parts)} of {act}{mode}" for (act, mode), parts in acts.items()]
    return one_line("; ".join([*texts, *dict.fromkeys(others)]), 2000)


def destination_in_words(host: str, controller: str, background: Background) -> str:
    """The host with who controls it, who runs it and what it is for, as far as known."""
    parts = [controlled(controller)]
    if background.lookup is not None:
        known = background.lookup(host)
        if known.operator:
            parts.append(f"operated by {known.operator}")
        else:
            parts.append("operator not known")
        parts += [text for text in (known.role, known.country) if text]
    return one_line(f"{host} ({'; '.join(parts)})", 1000)


def controlled(controller: str) -> str:
    """Who decides about what arrives at a host."""
    return _CONTROLLER.get(controller, f"controller: {one_line(controller)}")


def _named(planted: Planted, background: Background) -> tuple[str, str, str] | None:
    """(part, act, mode) of a value planted or observed for an act, None for anything else."""
    done = _DONE.get(planted.act or "")
    if planted.kind not in {PlantedKind.CANARY, PlantedKind.OBSERVED} or done is None:
        return None
    part = "term" if planted.part == "search-term" else _PART.get(planted.part, planted.part)
    mode = _MODE.get(background.modes.get(planted.arm or "", ""), "")
    return part, done.format(number=planted.number), mode


def _other(value: Value, planted: Planted | None) -> str:
    if planted is not None and planted.kind is PlantedKind.IDENTIFIER:
        name, _, package = planted.part.partition(":")
        return f"the handset's {name}" + (f" as {package} has it" if package else "")
    if planted is not None:
        return f"{planted.kind.value} {planted.id}"
    if value.planted:
        return value.planted
    if value.form in {"event", "encoded, not encrypted"}:
        return f"the usage event {value.value}"
    return value.value


def _listed(parts: Sequence[str]) -> str:
    names = list(dict.fromkeys(parts))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
