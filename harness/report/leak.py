"""What leaked, in words: the planted or observed value behind a finding, never only its random letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from harness.model.judgement import Value
from harness.model.planted import Planted, PlantedKind
from harness.report.background import Background
from harness.report.safe_text import one_line
from harness.report.words import listed

_CARRIED = frozenset({PlantedKind.CANARY, PlantedKind.OBSERVED})
_EVENTS = frozenset({"event", "encoded, not encrypted"})
_CONTROLLER = {
    "vendor": "controlled by the vendor",
    "chosen-service": "controlled by a service that the person chose",
    "third-party": "controlled by a third party",
    "unknown": "nobody knows who controls it",
}


def leaked(values: Sequence[Value], background: Background) -> str:
    """What these values show, in one line.

    Parts of one act come together, times of one act with the same parts do, and usage events do.
    """
    words = background.words
    acts: dict[tuple[str, int | None, str], list[str]] = {}
    events: list[str] = []
    others: list[str] = []
    for value in values:
        planted = background.planted.get(value.planted)
        if planted is not None and planted.kind in _CARRIED and planted.act is not None:
            time = (planted.act, planted.number, words.under(planted.arm or ""))
            acts.setdefault(time, []).append(planted.part)
        elif planted is None and not value.planted and value.form in _EVENTS:
            events.append(value.value)
        else:
            others.append(_other(value, planted, background))
    times: dict[tuple[str, str, str], list[int | None]] = {}
    for (name, number, under), parts in acts.items():
        told = listed([words.part(part) for part in sorted(parts, key=partial(words.rank, name))])
        times.setdefault((told, name, under), []).append(number)
    texts = [
        f"{told} of {words.act(name, *numbers)} {under}".rstrip()
        for (told, name, under), numbers in times.items()
    ]
    if events:
        texts.append(f"the usage {'event' if len(set(events)) == 1 else 'events'} {listed(events)}")
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


def _other(value: Value, planted: Planted | None, background: Background) -> str:
    if planted is not None and planted.kind is PlantedKind.IDENTIFIER:
        name, _, package = planted.part.partition(":")
        owner = f" as {background.apps.get(package, package)} has it" if package else ""
        return f"the handset's {name}{owner}"
    if planted is not None:
        return f"{planted.kind.value} {planted.id}"
    return value.planted or value.value
