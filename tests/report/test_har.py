from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from harness.model.arm import ArmKey, ArmKind
from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.recording import ArmRecord, NetworkEvent, Sent
from harness.report.har import BODY_MOST, har, traffic_of

REQUEST = Message(
    exchange=ExchangeId("7"),
    direction=Direction.OUT,
    transport=Transport.HTTP,
    sequence=1,
    time_us=1_600_000_000_000_000,
    host="sa.api.intl.miui.com",
    port=443,
    method="POST",
    target=b"/sa?project=x&empty=",
    headers=((b"Content-Type", b"application/x-www-form-urlencoded"),),
    body=b"data_list=H4sI",
)
FIRST = ArmKey("x", ArmKind.BLANK, (), (), ())
SECOND = replace(FIRST, repeat=2)
RESPONSE = replace(
    REQUEST,
    direction=Direction.IN,
    status=200,
    time_us=REQUEST.time_us + 12_000,
    body=b"\xff\x00",
    headers=(),
)


def entries(text: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(text)["log"]["entries"]
    return loaded


def test_an_exchange_is_one_entry(golden: Callable[[str, str], None]) -> None:
    golden("traffic.har", har([REQUEST, RESPONSE]))


def test_bodies_that_are_no_text_are_base64() -> None:
    (entry,) = entries(har([replace(REQUEST, body=b"\xfe"), RESPONSE]))

    assert entry["request"]["postData"]["_encoding"] == "base64"
    assert base64.b64decode(entry["response"]["content"]["text"]) == RESPONSE.body


def test_a_request_without_an_answer_stays() -> None:
    (entry,) = entries(har([replace(REQUEST, body=b"", target=b"//[bad")]))

    assert entry["response"]["statusText"] == "no answer recorded"
    assert "postData" not in entry["request"]


def test_what_is_left_out_is_counted() -> None:
    dns = replace(REQUEST, transport=Transport.DNS)
    many = [replace(REQUEST, exchange=ExchangeId(str(number))) for number in range(5)]
    log = json.loads(har([dns, *many, RESPONSE], keep={"4"}, most=2))["log"]

    assert [entry["comment"] for entry in log["entries"]] == ["exchange 0", "exchange 1", "exchange 4"]
    assert log["comment"] == "left out: 2 further exchanges, 1 messages that are not HTTP"


def test_a_long_body_is_cut_and_says_so() -> None:
    (entry,) = entries(har([replace(REQUEST, body=b"x" * (BODY_MOST + 1))]))

    assert entry["request"]["postData"]["comment"] == f"the first {BODY_MOST} of {BODY_MOST + 1} bytes"


class Stored:
    """The part of a stored run that the traffic of its arms needs."""

    def __init__(self, *messages: Message) -> None:
        self._messages = messages

    def arms(self) -> tuple[ArmRecord, ...]:
        first = ArmRecord(
            key=FIRST,
            app="x",
            opened_us=100,
            closed_us=200,
            phone_opened_ms=0,
            phone_closed_ms=None,
            offset_error_ms=0,
            aborted=None,
        )
        return (first, replace(first, key=SECOND, opened_us=300, closed_us=None))

    def events(self) -> tuple[NetworkEvent, ...]:
        return tuple(Sent(message, "upstream", "") for message in self._messages)


def test_the_traffic_of_an_arm_is_what_lies_in_it() -> None:
    messages = [replace(REQUEST, exchange=ExchangeId(str(at)), time_us=at) for at in (50, 150, 160, 250, 350)]
    stored: Any = Stored(*messages)

    def of(arm: str, *exchanges: str) -> Any:
        witnesses = tuple(SimpleNamespace(exchange=name) for name in exchanges)
        return SimpleNamespace(arms=(arm,), witnesses=witnesses)

    first, second = of(FIRST.id), of(SECOND.id, "50")
    traffic = traffic_of(stored, [first, second], per_arm=1)

    def named(judgement: Any) -> list[str]:
        return [entry["comment"] for entry in entries(traffic([judgement]))]

    assert named(first) == ["exchange 150"]
    assert traffic([SimpleNamespace(arms=(), witnesses=())]) == ""
    assert named(second) == ["exchange 50", "exchange 350"]
