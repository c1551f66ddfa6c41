"""What is planted: repeatable, different wherever it must be, and found again however it is sent."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

import pytest

from harness.bench.plant import CALIBRATION_BYTES, SPIKE_WRAPPINGS, TOKEN_LETTERS, Planter
from harness.capture.pages import Pages
from harness.decode import BUILT_IN
from harness.detect import Searcher
from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import ControlBy, End, Planted, PlantedId, PlantedKind

ARM = "mi-browser/restrictive/switch=default/mode=incognito/visit1/r1"
PARTS = ("host", "path", "query", "fragment", "title", "body", "search-term")
START, END = End.START, End.END
SHELL, APP = ControlBy.SHELL, ControlBy.APP
FORM = ((b"Content-Type", b"application/x-www-form-urlencoded"),)


def planter(seed: bytes = b"\x01" * 32, handset: str = "desk", domain: str = "claims.test") -> Planter:
    return Planter(seed, handset, domain)


def request(url: str, body: bytes = b"") -> Message:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return Message(
        ExchangeId("e1"),
        Direction.OUT,
        Transport.HTTP,
        1,
        0,
        parts.hostname or "",
        443,
        body=body,
        method="POST" if body else "GET",
        target=target.encode(),
        headers=FORM if body else (),
    )


def found(values: Iterable[Planted], *messages: Message) -> set[PlantedId]:
    searcher = Searcher(tuple(values), BUILT_IN.salts)
    return {sighting.planted for message in messages for sighting in searcher.search(message).sightings}


def everything(planter: Planter) -> list[Planted]:
    plantings = [
        *(planter.page(arm, "visit", number) for arm in ("a", "b") for number in (1, 2)),
        *(planter.nonce("a", at, by) for at, by in ((START, SHELL), (END, SHELL), (END, APP))),
        planter.spikes("a"),
        planter.spikes("b"),
    ]
    terms = [planter.canary(arm, "search", number, "search-term") for arm in ("a", "b") for number in (1, 2)]
    return [*terms, *(value for planting in plantings for value in planting.values)]


def test_the_same_seed_and_names_give_the_same_tokens() -> None:
    assert planter().token(ARM, "visit", 1, "path") == planter().token(ARM, "visit", 1, "path")
    assert everything(planter()) == everything(planter())


def test_a_token_differs_by_every_part_of_its_name_and_by_the_seed() -> None:
    names = itertools.product((ARM, "other"), ("visit", "search"), (1, 2), ("path", "query"))
    makers = (planter(), planter(b"\x02" * 32), planter(handset="shelf"))
    tokens = [maker.token(*name) for maker in makers for name in names] + [
        maker.token(ARM, "visit", 1, "path") for maker in makers
    ]

    assert len(set(tokens)) == 16 + 2
    assert all(len(token) == TOKEN_LETTERS and token.isalnum() and token.islower() for token in tokens)


def test_names_cannot_run_into_each_other() -> None:
    assert planter().token("ab", "c", 1, "d") != planter().token("a", "bc", 1, "d")
    assert planter().token("a", "b", 11, "d") != planter().token("a", "b", 1, "1d")


def test_the_commitment_is_the_digest_of_the_seed_and_does_not_tell_it() -> None:
    seed = bytes(range(32))

    assert planter(seed).commitment == hashlib.sha256(seed).hexdigest()
    assert seed.hex() not in planter(seed).commitment


def test_no_two_values_of_a_run_are_equal_and_blanks_are_never_among_them() -> None:
    sent = everything(planter())
    blanks = planter().blanks(PARTS)
    values = [value.value for value in (*sent, *blanks)]

    assert len(set(values)) == len(values)
    assert len({value.id for value in (*sent, *blanks)}) == len(values)
    assert {value.kind for value in blanks} == {PlantedKind.BLANK}
    assert {value.part for value in blanks} >= {
        value.part for value in sent if value.kind is not PlantedKind.NONCE
    }


def test_every_part_of_a_page_carries_its_own_token_where_the_part_says() -> None:
    planting = planter().page(ARM, "visit", 2)
    by_part = {value.part: value for value in planting.values}
    page, url = planting.page, urlsplit(planting.url)

    assert url.hostname == page["host"] == f"{by_part['host'].value}.claims.test"
    assert url.path == page["path"] == f"/{by_part['path'].value}"
    assert url.query == page["query"] == f"q={by_part['query'].value}"
    assert url.fragment == by_part["fragment"].value
    assert by_part["title"].value in page["title"]
    assert by_part["body"].value in page["text"]
    assert len({value.value for value in planting.values}) == len(by_part) == 6
    assert {(value.kind, value.arm, value.act, value.number) for value in planting.values} == {
        (PlantedKind.CANARY, ARM, "visit", 2)
    }


def test_blanks_have_the_shape_of_every_part_once_and_of_the_spikes() -> None:
    blanks = planter().blanks(("path", "title", "path"))

    assert [value.part for value in blanks] == ["path", "title", "image", "form"]


def test_an_observed_value_is_what_the_screen_said() -> None:
    maker = planter()
    one, other = (maker.observed(ARM, "news", 1, part, "Bees") for part in ("feed-title", "feed-path"))

    assert (one.value, one.kind, one.act) == ("Bees", PlantedKind.OBSERVED, "news")
    assert one.id != other.id
    assert one.id == planter(b"\x09" * 32).observed(ARM, "news", 2, "feed-title", "Bees").id


def test_a_nonce_is_asked_for_in_clear_and_its_page_is_registered() -> None:
    planting = planter().nonce(ARM, START, SHELL)
    page = planting.page

    assert planting.url == f"http://{page['host']}{page['path']}"
    assert page["path"] == f"/{planting.values[0].value}"
    assert found(planting.values, request(planting.url)) == {planting.values[0].id}


@pytest.mark.parametrize("steps", SPIKE_WRAPPINGS, ids="+".join)
def test_each_spike_is_found_in_the_address_of_its_image(steps: tuple[str, ...]) -> None:
    planting = planter().spikes(ARM)
    (spike,) = [value for value in planting.values if value.wrapping == "+".join(steps)]
    image = planting.page["images"][SPIKE_WRAPPINGS.index(steps)]

    assert found(planting.values, request(image)) == {spike.id}


def test_the_spikes_of_the_form_are_found_in_what_it_sends() -> None:
    planting = planter().spikes(ARM)
    (form,) = planting.page["forms"]
    body = urlencode([tuple(field) for field in form["fields"]]).encode()
    spikes = {value.id for value in planting.values if value.part == "form"}

    assert len(spikes) == 2
    assert found(planting.values, request(form["action"], body)) == spikes


def test_all_spikes_of_an_arm_are_found_and_no_blank() -> None:
    maker = planter()
    planting = maker.spikes(ARM)
    page = planting.page
    (form,) = page["forms"]
    body = urlencode([tuple(field) for field in form["fields"]]).encode()
    sent = [request(planting.url), *map(request, page["images"]), request(form["action"], body)]
    seen = found((*planting.values, *maker.blanks(PARTS)), *sent)

    assert seen == {value.id for value in planting.values}
    kinds = [value.kind for value in planting.values]
    assert kinds == [PlantedKind.NONCE, *[PlantedKind.SPIKE] * (len(SPIKE_WRAPPINGS) + 2)]


def test_another_arms_spikes_are_not_mistaken_for_these() -> None:
    mine, other = planter().spikes(ARM), planter().spikes("other")

    assert found(mine.values, *map(request, other.page["images"])) == set()


def test_the_calibration_page_uploads_a_mebibyte_and_plants_nothing() -> None:
    planting = planter().calibration()
    (form,) = planting.page["forms"]

    assert CALIBRATION_BYTES == 1024 * 1024
    assert sum(len(value) for _, value in form["fields"]) == CALIBRATION_BYTES
    assert planting.values == ()
    assert planting.url == f"https://{planting.page['host']}{planting.page['path']}"


def test_the_recorder_takes_every_page_and_answers_each_at_its_address() -> None:
    maker, pages = planter(), Pages("claims.test")
    for planting in (
        maker.page(ARM, "visit", 1),
        maker.nonce(ARM, END, APP),
        maker.spikes(ARM),
        maker.calibration(),
    ):
        pages.register([planting.page])
        url = urlsplit(planting.url)
        target = url.path + (f"?{url.query}" if url.query else "")

        assert pages.answer("GET", url.hostname, target).page == planting.page["id"]
