"""mitmproxy flow files of all versions: every flow is read, and damage costs nothing but itself."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mitmproxy.io import tnetstring
from mitmproxy.test import tflow, tutils

from harness.capture.importers import flow_file
from harness.model.account import Account, Fate
from harness.model.message import Direction, GapReason, Transport
from tests.capture.importers.flow_states import dumped, websocket_11
from tests.capture.importers.reading import holds, http, read, sent

TOKEN = b"tok-7f3a9c51e2"


def http_state(**request: Any) -> dict[str, Any]:
    return tflow.tflow(req=tutils.treq(**{"content": TOKEN, **request}), resp=True).get_state()


GOOD = dumped(http_state())


def test_a_flow_file_is_told_by_its_beginning() -> None:
    assert flow_file.matches(b"1234:9:websocket;")
    assert not flow_file.matches(b"{")


@pytest.mark.parametrize("version", range(7, 22))
def test_every_version_is_read(version: int) -> None:
    state = http_state(path=b"/p?q=1", headers=((b"a", b"b"),))

    messages, gaps, _ = read(flow_file.read, dumped(state, version) * 2)

    assert [(m.exchange, m.direction, m.body, m.target) for m in http(messages)] == [
        (number, direction, body, target)
        for number in "01"
        for direction, body, target in ((Direction.OUT, TOKEN, b"/p?q=1"), (Direction.IN, b"message", b""))
    ]
    assert not gaps


@pytest.mark.parametrize("version", range(7, 22))
def test_websockets_of_every_version_are_read_as_text_and_binary(version: int) -> None:
    state = tflow.twebsocketflow().get_state()
    data = dumped(state, version) if version > 11 else websocket_11(state, version)

    messages, gaps, _ = read(flow_file.read, data)

    assert [(m.direction, m.body) for m in messages if m.transport is Transport.WEBSOCKET] == [
        (Direction.OUT, b"hello binary"),
        (Direction.OUT, b"hello text"),
        (Direction.IN, b"it's me"),
    ]
    assert len([m for m in messages if m.transport is Transport.HTTP]) == 2
    assert not gaps


@pytest.mark.parametrize("version", [0, 3, 22, 99, None, "x", [9, 9]])
def test_a_version_that_is_unknown_is_named_and_costs_nothing_but_itself(version: Any) -> None:
    state = {**tnetstring.loads(GOOD), "version": version}

    messages, gaps, _ = read(flow_file.read, tnetstring.dumps(state) + GOOD)

    assert [(gap.reason, gap.where) for gap in gaps] == [(GapReason.UNKNOWN_FORMAT, "flow 0")]
    assert [m.exchange for m in sent(messages)] == ["1"]
    assert [m.exchange for m in messages if holds([m], TOKEN)] == ["0", "1"]


def test_pieces_of_a_connection_are_one_message_in_each_direction() -> None:
    for flow, transport in ((tflow.ttcpflow(), Transport.TCP), (tflow.tudpflow(), Transport.UDP)):
        flow.messages = [
            type(flow.messages[0])(n != 1, word, 1.0 + n) for n, word in enumerate((b"to", b"x", b"ken"))
        ]

        messages, gaps, _ = read(flow_file.read, dumped(flow.get_state()))

        said = [(m.direction, m.body) for m in messages if m.transport is transport]
        assert said[-2:] == [(Direction.OUT, b"token"), (Direction.IN, b"x")]
        assert not gaps


def test_names_are_read_as_on_the_wire() -> None:
    messages, _, _ = read(flow_file.read, dumped(tflow.tdnsflow(resp=True).get_state()))

    names = [m for m in messages if m.transport is Transport.DNS]
    assert [(m.direction, b"\3dns\6google" in m.body) for m in names] == [
        (Direction.OUT, True),
        (Direction.IN, True),
    ]


def test_what_the_recorder_dropped_or_injected_was_not_sent() -> None:
    state = tflow.twebsocketflow().get_state()
    state["websocket"]["messages"] = [
        [1, True, b"tok-9", 1.0, True, False],
        [1, True, b"tok-8", 1.0, False, True],
    ]

    messages, _, _ = read(flow_file.read, dumped(state))

    assert holds(messages, b"tok-9")
    assert holds(messages, b"tok-8")
    assert not holds(sent(messages), b"tok-")


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s["request"].update(authority=b"tok-9.test:443"),
        lambda s: s["request"].update(host="tok-9.test"),
        lambda s: s["request"].update(method=b"tok-9"),
        lambda s: s["request"].update(http_version=b"HTTP/" + b"tok-9" * 20),
        lambda s: s["request"].update(trailers=[[b"a", b"tok-9"]]),
        lambda s: s["request"].update(headers=[[b"Host", b"tok-9.test"]]),
        lambda s: s["request"].update(headers="tok-9"),
        lambda s: s["request"].update(scheme="tok-9"),
        lambda s: s["response"].update(reason=b"tok-9"),
        lambda s: s["response"].update(trailers=[[b"tok-9", b"a"]]),
        lambda s: s["client_conn"].update(sni="tok-9.test"),
        lambda s: s["server_conn"].update(sni="tok-9.test"),
        lambda s: s["server_conn"].update(address=["tok-9.test", 1]),
        lambda s: s["server_conn"].update(peername=["tok-9", 1]),
        lambda s: s.update(comment="tok-9"),
        lambda s: s.update(metadata={"x": ["tok-9"]}),
        lambda s: s.update(error={"msg": "tok-9", "timestamp": 1.0}),
        lambda s: s.update(request="tok-9"),
        lambda s: s.update(response=["tok-9"]),
        lambda s: s.update(websocket="tok-9"),
        lambda s: s.update(type="tok-9"),
        lambda s: s.update(unknown={"a": b"tok-9"}),
    ],
)
def test_whatever_a_flow_says_is_handed_on(change: Any) -> None:
    state = tnetstring.loads(GOOD)
    change(state)

    assert holds(read(flow_file.read, tnetstring.dumps(state))[0], b"tok-9")


def test_a_connect_goes_to_its_authority() -> None:
    state = http_state(method=b"CONNECT", path=b"", authority=b"h.test:443", host="h.test", content=None)

    messages, gaps, _ = read(flow_file.read, dumped(state))

    assert (sent(messages)[0].target, sent(messages)[0].method) == (b"h.test:443", "CONNECT")
    assert not gaps


def test_a_body_that_was_not_kept_is_a_gap() -> None:
    state = http_state(content=None, headers=((b"content-length", b"9"),))

    _, gaps, _ = read(flow_file.read, dumped(state))

    assert [(gap.reason, gap.size, gap.missing) for gap in gaps] == [(GapReason.NOT_STORED, 9, True)]


def test_a_file_that_is_cut_off_keeps_what_came_before() -> None:
    for end in range(len(GOOD) + 1, 2 * len(GOOD), 97):
        messages, gaps, account = read(flow_file.read, (GOOD * 2)[:end])

        assert holds(sent(messages), TOKEN)
        assert [gap.reason for gap in gaps][-1] in {GapReason.TRUNCATED, GapReason.DAMAGED}
        assert account.total(Fate.GAP) == end - len(GOOD)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 9), st.binary(max_size=5))
def test_any_damage_is_accounted_for(at: int, size: int, instead: bytes) -> None:
    whole = GOOD * 3
    at += len(GOOD)
    size = min(size, 2 * len(GOOD) - at)

    messages, _, _ = read(flow_file.read, whole[:at] + instead + whole[at + size :])

    assert len([m for m in sent(messages) if holds([m], TOKEN)]) >= 2


def test_a_text_that_nobody_takes_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_file.FlowBooks, "note", lambda *_: None)
    account = Account()
    list(flow_file.read(io.BytesIO(GOOD), "x", account))

    assert account.lost > 0
