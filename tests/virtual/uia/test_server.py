from __future__ import annotations

import asyncio
import json

import pytest

from harness.virtual.adbd.streams import Stream


def exchange(box, raw):
    """What the server answers to some bytes on a stream that then ends."""
    sent = []

    async def talk():
        stream = Stream(
            1, 2, lambda packet: sent.append(packet) or (packet.command == b"WRTE" and stream.acknowledged(2))
        )
        for start in range(0, len(raw), 7):
            stream.received(raw[start : start + 7])
        stream._incoming.put_nowait(None)
        await asyncio.wait_for(box.uia.serve(stream), 5)

    box.do(talk())
    return b"".join(packet.payload for packet in sent if packet.command == b"WRTE")


def rpc(box, method, *params, body=None):
    body = (
        body
        if body is not None
        else json.dumps({"jsonrpc": "2.0", "id": 7, "method": method, "params": params}).encode()
    )
    head = f"POST /jsonrpc/0 HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    answer = exchange(box, head + body)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    return json.loads(answer.partition(b"\r\n\r\n")[2])


def test_a_ping_is_answered_with_pong_whatever_the_size_of_the_pieces(box):
    assert exchange(box, b"GET /ping HTTP/1.1\r\nHost: x\r\n\r\n").endswith(b"\r\n\r\npong")


def test_a_call_is_answered_under_its_number(box):
    said = rpc(box, "deviceInfo")

    assert said["id"] == 7
    assert said["result"]["displayWidth"] == 1080


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("nosuchMethod", [1], -32601),
        ("table", [], -32601),
        ("_until", [], -32601),
        ("click", [], -32602),
        ("click", ["a", "b"], -32602),
        ("pressKey", ["frob"], -32602),
        ("setOrientation", ["left"], -32602),
        ("exist", [{"colour": "red"}], -32602),
        ("objInfo", [{"text": "none"}], -32002),
        ("swipePoints", [[1, 2]], -32602),
        ("drag", [1], -32602),
        ("dragTo", [{"packageName": "com.miui.home"}], -32602),
    ],
)
def test_what_is_wrong_is_an_error_and_never_a_result(box, method, params, code):
    said = rpc(box, method, *params)

    assert said["error"]["code"] == code
    assert "result" not in said


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"method":1}', b"null"])
def test_a_body_that_is_no_call_is_an_error(box, body):
    assert "error" in rpc(box, "", body=body)


def test_the_client_keys_on_the_name_of_the_exception(box):
    assert (
        "uiautomator.UiObjectNotFoundException" in rpc(box, "getText", {"text": "none"})["error"]["message"]
    )


def test_other_requests_are_refused(box):
    assert exchange(box, b"GET / HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 404")
    assert exchange(box, b"POST /jsonrpc/0 HTTP/1.1\r\nContent-Length: x\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert exchange(box, b"garbage") == b""
