"""Flow files of old versions of mitmproxy, written by taking back what each version changed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from mitmproxy.io import tnetstring

State = dict[str, Any]


def _to_20(state: State) -> None:
    pass


def _to_19(state: State) -> None:
    for name in ("client_conn", "server_conn"):
        state[name]["state"] = 0


def _to_18(state: State) -> None:
    client, server = state["client_conn"], state["server_conn"]
    client["address"], client["tls_extensions"] = client.pop("peername"), None
    server["ip_address"], server["source_address"] = server.pop("peername"), server.pop("sockname")
    server["via2"], server["via"] = server.pop("via"), None
    for one in (client, server):
        one["tls_established"], one["cipher_name"] = False, one.pop("cipher")
        one.pop("transport_protocol")


def _to_17(state: State) -> None:
    state["client_conn"].pop("proxy_mode")


def _to_16(state: State) -> None:
    state["mode"] = "regular"


def _to_15(state: State) -> None:
    state.pop("timestamp_created")


def _to_14(state: State) -> None:
    if state.get("websocket"):
        state["websocket"]["messages"] = [list(one[:5]) for one in state["websocket"]["messages"]]


def _to_13(state: State) -> None:
    state.pop("comment")


def _to_12(state: State) -> None:
    state["marked"] = False


def _to_11(state: State) -> None:
    state.pop("websocket", None)


def _to_10(state: State) -> None:
    for name in ("client_conn", "server_conn"):
        state[name]["alpn_proto_negotiated"] = state[name].pop("alpn")


def _to_9(state: State) -> None:
    for name in ("client_conn", "server_conn"):
        for field in ("state", "error", "tls", "alpn_offers", "cipher_list", "certificate_list"):
            state[name].pop(field)
    state["client_conn"].pop("sockname")
    state["server_conn"]["via"] = None
    state["server_conn"].pop("via2")


def _to_8(state: State) -> None:
    state["request"].pop("authority")
    state["request"]["first_line_format"] = "relative"
    state.pop("is_replay")


def _to_7(state: State) -> None:
    for name in ("request", "response"):
        if state.get(name):
            state[name].pop("trailers")


_STEPS: tuple[Callable[[State], None], ...] = (
    _to_20, _to_19, _to_18, _to_17, _to_16, _to_15, _to_14,
    _to_13, _to_12, _to_11, _to_10, _to_9, _to_8, _to_7,
)  # fmt: skip


def dumped(state: State, version: int = 21) -> bytes:
    """A flow as that version of the format wrote it."""
    old = _listed(copy.deepcopy(state))
    for number, step in zip(range(20, version - 1, -1), _STEPS, strict=False):
        step(old)
        old["version"] = number
    return tnetstring.dumps(old)


def websocket_11(state: State, version: int = 11) -> bytes:
    """A WebSocket as up to version 11: the handshake's flow, and one of its own with the messages."""
    handshake = copy.deepcopy(state)
    messages = [[*one[:4], False] for one in handshake.pop("websocket")["messages"]]
    for one in messages:
        one[2] = one[2].decode() if one[0] == 1 else one[2]
    handshake["metadata"] = {"websocket": True}
    first = tnetstring.loads(dumped(handshake, version))
    second = {
        "type": "websocket", "version": version, "id": "w", "error": None, "intercepted": False,
        "marked": False, "is_replay": None,
        "client_conn": first["client_conn"], "server_conn": first["server_conn"],
        "metadata": {"websocket_handshake": handshake["id"]}, "messages": messages, "close_sender": "client",
        "close_code": 1000, "close_message": "", "close_reason": "bye",
    }  # fmt: skip
    if version < 9:
        second.pop("is_replay")
    return tnetstring.dumps(first) + tnetstring.dumps(second)


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, tuple | list) else value
