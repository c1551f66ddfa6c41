from __future__ import annotations

import pytest

from harness.virtual.net import datagrams


def test_a_payload_that_does_not_fit_one_packet_is_refused(scene):
    async def act(here):
        with pytest.raises(ValueError, match="1473"):
            await datagrams.exchange(
                here.phone, 1000, ("127.0.0.1", 9), ("192.0.2.1", 9), bytes(1473), announce=lambda _: None
            )

    scene(act)


def test_no_answer_is_nothing(scene):
    async def act(here):
        peer = tuple(here.phone.zone["peers"]["udp:443"])
        told = []
        answer = await datagrams.exchange(
            here.phone, 1000, peer, ("192.0.2.1", 443), b"x", announce=told.append, reply_s=0.1
        )
        return answer, told, here

    answer, ((address, port),), here = scene(act)

    assert answer == b""
    assert address == "127.0.1.88"
    assert port
    assert here.counted(1000, "udp") == (29, 0)
    assert "1000" not in here.phone.sockets.proc_net("udp").split("\n", 1)[1]
