"""Witnesses as text: exchange by exchange, what left, for whom, by which layers, and the decoded words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from harness.model.judgement import Value, Witness
from harness.model.planted import Planted, PlantedKind
from harness.model.sighting import LayerPath
from harness.report.background import Background, Exchange
from harness.report.leak import destination_in_words, leaked
from harness.report.safe_text import one_line

AROUND = 40
"""Decoded characters shown on either side of a value."""
SPAN_MOST = 400
"""Decoded characters shown of one value with its surroundings."""
SCREENS = "screens/"


def witness_lines(witnesses: Sequence[Witness], background: Background, most: int) -> Iterator[str]:
    """The witnesses of a judgement, at most so many exchanges of them."""
    if not witnesses:
        return
    groups: dict[str, list[Witness]] = {}
    for witness in witnesses:
        groups.setdefault(witness.exchange, []).append(witness)
    values = sum(len(witness.values) for witness in witnesses)
    yield f"{_count(len(groups), 'witness', 'witnesses')} with {_count(values, 'value', 'values')}"
    for name, several in list(groups.items())[:most]:
        yield ""
        if name.startswith(SCREENS) or several[0].first.path[:1] == ("screen",):
            yield from _screen(name, several, background)
        else:
            yield from _exchange(name, several, background)
    if len(groups) > most:
        yield f"... and {len(groups) - most} more witnesses in judgements.json"


def _screen(name: str, witnesses: Sequence[Witness], background: Background) -> Iterator[str]:
    """A screen of the phone: nothing was sent."""
    yield f"Screen {one_line(name)}"
    for witness in witnesses:
        yield f"  app      {one_line(witness.app or 'unknown app')}"
        if witness.arm:
            yield f"  read in  {background.words.arm(witness.arm)}"
        yield from (f"  shows    {one_line(value.value, 1000)}" for value in witness.values)
        if witness.detail:
            yield f"  note     {one_line(witness.detail, 1000)}"


def _exchange(name: str, witnesses: Sequence[Witness], background: Background) -> Iterator[str]:
    exchange = background.exchanges.get(name)
    first = witnesses[0]
    when = f", {_time(exchange.time_us)}" if exchange else ""
    yield f"Exchange {one_line(name)}{when}"
    if exchange:
        yield f"  request  {one_line(_masked(exchange.request, background))}"
    yield f"  sent to  {destination_in_words(first.destination, first.controller, background)}"
    app = background.app(first.app) if first.app else "an app that is not known"
    yield f"  sent by  {one_line(app)} (known by: {one_line(first.app_by)})"
    for witness in witnesses:
        places: dict[tuple[LayerPath, str], list[Value]] = {}
        for value in witness.values:
            places.setdefault((value.path, value.form), []).append(value)
        for values in places.values():
            yield from _place(witness, values, exchange, background)


def _place(
    witness: Witness, values: Sequence[Value], exchange: Exchange | None, background: Background
) -> Iterator[str]:
    """What was found in one place of the exchange, in one form."""
    rows = (
        ("layers", " > ".join(one_line(step) for step in values[0].path) or "the message itself"),
        ("form", one_line(values[0].form)),
        ("reads", _reads(values, exchange, background)),
        ("arm", background.words.arm(witness.arm) if witness.arm else "outside every arm"),
        ("note", one_line(witness.detail, 1000)),
    )
    yield f"  - {leaked(values, background)}"
    yield from (f"      {name:<7}{text}" for name, text in rows if text)


def _reads(values: Sequence[Value], exchange: Exchange | None, background: Background) -> str:
    """The decoded text that these values stand in; an identifier of the handset is never written out."""
    planted = [item for value in values if (item := background.planted.get(value.planted))]
    found = exchange.under(values[0].path) if exchange else ()
    secret = [item for item in planted if item.kind is PlantedKind.IDENTIFIER]
    if not found:
        # What the handset is known by stands in a finding as its name alone.
        return one_line(", ".join(dict.fromkeys(value.value for value in values)), SPAN_MOST)
    texts = [(name, value[: background.longest].decode("utf-8", "backslashreplace")) for name, value in found]
    if any(item.value not in text for item in secret for _, text in texts):
        return "(not written out: it would identify the handset)"
    texts = [(name, _masked(text, background)) for name, text in texts]
    if address := _address(texts):
        texts = [("", address)]
    if texts[0][0]:
        return one_line(_members(texts, [item.value for item in background.contents]), SPAN_MOST)
    return one_line(_around(texts[0][1], [_mask(item) for item in planted]), SPAN_MOST + 2)


def _masked(text: str, background: Background) -> str:
    for item in background.identifiers:
        text = text.replace(item.value, _mask(item))
    return text


def _mask(item: Planted) -> str:
    """How a planted value may be written: those of the handset itself by their name."""
    return f"[{item.part}]" if item.kind is PlantedKind.IDENTIFIER else item.value


def _around(text: str, values: Sequence[str]) -> str:
    """The span from the first value to the last one with its surroundings, cut at either end."""
    places = [(place, place + len(value)) for value in values if (place := text.find(value)) >= 0]
    start = max(0, min((place for place, _ in places), default=0) - AROUND)
    end = min(max((place for _, place in places), default=AROUND) + AROUND, start + SPAN_MOST)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _address(texts: Sequence[tuple[str, str]]) -> str:
    """The address that was taken apart into these members, empty where they are none."""
    if not all(name.startswith("url.") for name, _ in texts):
        return ""
    parts = dict(texts)
    query = "&".join(
        f"{name.partition(':')[2]}={text}" for name, text in texts if name.startswith("url.query:")
    )
    fragment = parts.get("url.fragment", "")
    return parts.get("url.path", "") + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _members(texts: Sequence[tuple[str, str]], ours: Sequence[str]) -> str:
    """Members of an object, those that hold something planted first."""
    ranked = sorted(texts, key=lambda item: not any(value in item[1] for value in ours))
    return "; ".join(f"{name} = {text}" for name, text in ranked)


def _time(time_us: int) -> str:
    return f"{datetime.fromtimestamp(time_us / 1e6, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
