from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import ssl
import struct

import pytest


def lines(cloud):
    return [json.loads(line) for line in cloud.arrivals.path.read_text().splitlines()]


def peer(cloud, name):
    return json.loads(cloud.zone_path.read_text())["peers"][name]


async def ask(cloud, raw, *, context=None, host=None):
    target = peer(cloud, "tls" if context else "http")
    reader, writer = await asyncio.open_connection(*target, ssl=context, server_hostname=host)
    writer.write(raw)
    answer = await reader.read()
    writer.close()
    return answer


def test_an_upload_over_real_tls_is_answered_and_logged(with_cloud, trusting):
    body = b"crc=1&gzip=1&data_list=x"
    raw = (
        b"POST /sa?project=global_browser_mini&r=SG HTTP/1.1\r\nHost: sa.api.intl.miui.com\r\n"
        b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    )

    async def act(cloud):
        return await ask(cloud, raw, context=trusting(cloud), host="sa.api.intl.miui.com"), lines(cloud)

    answer, (arrival,) = with_cloud(act)

    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert (arrival["scheme"], arrival["host"], arrival["port"]) == ("https", "sa.api.intl.miui.com", 443)
    assert arrival["target"] == "/sa?project=global_browser_mini&r=SG"
    whole = b"POST /sa?project=global_browser_mini&r=SG\nsa.api.intl.miui.com\n" + body
    assert arrival["digest"] == hashlib.sha256(whole).hexdigest()
    assert arrival["length"] == len(body)
    assert arrival["route_peer"][0] == "127.0.0.1"


def test_a_client_that_does_not_trust_the_authority_refuses(with_cloud):
    async def act(cloud):
        with pytest.raises(ssl.SSLCertVerificationError):
            await ask(cloud, b"", context=ssl.create_default_context(), host="www.google.com")
        return lines(cloud)

    assert with_cloud(act) == []


def test_a_name_outside_the_zone_gets_no_certificate(with_cloud, trusting):
    async def act(cloud):
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await ask(cloud, b"", context=trusting(cloud), host="elsewhere.example")

    with_cloud(act)


def test_clear_text_is_logged_as_such_and_connections_are_kept(with_cloud):
    one = b"GET /generate_204 HTTP/1.1\r\nHost: connectivitycheck.gstatic.com\r\n\r\n"

    async def act(cloud):
        answer = await ask(cloud, one + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        return answer, lines(cloud)

    answer, arrivals = with_cloud(act)

    assert answer.count(b"HTTP/1.1 204 No Content\r\n") == 2
    assert [arrival["scheme"] for arrival in arrivals] == ["http", "http"]


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: " + b"x" * 70000,
    ],
)
def test_what_does_not_parse_is_refused_and_still_logged(with_cloud, raw):
    async def act(cloud):
        return await ask(cloud, raw), lines(cloud)

    answer, (arrival,) = with_cloud(act)

    assert answer.split(b" ")[1] in {b"400", b"413", b"431"}
    assert arrival["note"]


def test_a_datagram_is_logged_with_its_digest_and_quic_is_not_answered(with_cloud):
    async def act(cloud):
        loop = asyncio.get_running_loop()
        got = asyncio.Queue()

        class Client(asyncio.DatagramProtocol):
            def datagram_received(self, data, _addr):
                got.put_nowait(data)

        for name in ("udp:443", "udp:123"):
            transport, _ = await loop.create_datagram_endpoint(Client, remote_addr=tuple(peer(cloud, name)))
            transport.sendto(b"\x23" + bytes(47))
            await asyncio.sleep(0.1)
            transport.close()
        return got.get_nowait(), got.empty(), lines(cloud)

    answer, nothing_more, arrivals = with_cloud(act)

    assert struct.unpack(">B", answer[:1]) == (0x24,)
    assert nothing_more
    assert [(line["transport"], line["port"]) for line in arrivals] == [("udp", 443), ("udp", 123)]
    assert arrivals[0]["digest"] == hashlib.sha256(b"\x23" + bytes(47)).hexdigest()


def test_a_raw_connection_is_one_arrival_when_it_ends(with_cloud):
    async def act(cloud):
        reader, writer = await asyncio.open_connection(*peer(cloud, "tcp:5222"))
        for piece in (b"hello", b"again"):
            writer.write(piece)
            await reader.readexactly(8)
        writer.close()
        await asyncio.sleep(0.1)
        return lines(cloud)

    (arrival,) = with_cloud(act)

    assert (arrival["transport"], arrival["host"]) == ("tcp", "app.chat.global.xiaomi.net")
    assert arrival["digest"] == hashlib.sha256(b"helloagain").hexdigest()


def test_a_connection_that_is_still_open_at_the_end_is_logged(with_cloud):
    async def act(cloud):
        reader, writer = await asyncio.open_connection(*peer(cloud, "tcp:5222"))
        writer.write(b"x")
        await reader.readexactly(8)
        return cloud

    assert [line["length"] for line in lines(with_cloud(act))] == [1]


def test_what_was_sent_in_the_last_moment_is_logged(with_cloud):
    request = b"GET /generate_204?%d HTTP/1.1\r\nHost: connectivitycheck.gstatic.com\r\n\r\n"
    clouds = []

    async def act(cloud):
        clouds.append(cloud)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            for number in range(30):
                datagrams.sendto(b"datagram %d" % number, tuple(peer(cloud, "udp:443")))
        for number in range(30):
            with socket.create_connection(peer(cloud, "tcp:5222")) as connection:
                connection.sendall(b"piece %d" % number)
            with socket.create_connection(peer(cloud, "http")) as connection:
                connection.sendall(request % number)

    with_cloud(act)

    logged = [(arrival["transport"], arrival["length"]) for arrival in lines(clouds[0])]
    assert sorted(transport for transport, _ in logged) == ["http"] * 30 + ["tcp"] * 30 + ["udp"] * 30
    assert all(length for transport, length in logged if transport == "tcp")
