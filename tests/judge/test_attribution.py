from __future__ import annotations

from harness.judge.attribution import Attribution, plain_address
from harness.model.recording import Package, SocketOwner

PROXY = 8080


def socket(uid: int, port: int = 40000, first: int = 0, last: int = 10_000_000, **more) -> SocketOwner:
    fields = {"local": ("127.0.1.2", port), "remote": ("127.0.0.1", PROXY), "protocol": "tcp", **more}
    return SocketOwner(uid=uid, first_us=first, last_us=last, **fields)


def owner(*sockets: SocketOwner, at: int = 1_000_000, client=("127.0.1.2", 40000)) -> int | None:
    return Attribution(sockets, (), PROXY).uid(client, at)


def test_a_connection_belongs_to_who_had_its_port():
    assert owner(socket(10123)) == 10123
    assert owner(socket(10123), client=("::ffff:127.0.1.2", 40000)) == 10123
    assert owner(socket(10123, local=("::ffff:127.0.1.2", 40000))) == 10123


def test_a_socket_may_be_sampled_late_and_a_port_used_again_soon_after():
    assert owner(socket(10123, first=3_000_000)) == 10123
    assert owner(socket(10123, first=3_000_001)) is None
    assert owner(socket(10123, last=700_000)) == 10123
    assert owner(socket(10123, last=699_999)) is None


def test_two_owners_at_one_time_are_none():
    assert owner(socket(10123), socket(10012)) is None
    assert owner(socket(10123), socket(10123, first=5)) == 10123
    assert owner(socket(10123), socket(10012, first=3_000_001, last=60_000_000)) == 10123


def test_only_a_socket_to_the_recorder_owns_a_connection_to_it():
    assert owner(socket(10012, remote=("127.0.0.1", 443))) is None
    assert owner(socket(10123), socket(10012, remote=("1.2.3.4", 443))) == 10123
    assert owner(socket(10012, protocol="udp")) is None
    assert owner(socket(10012, local=("127.0.1.3", 40000))) is None


def test_a_uid_has_its_packages_name_where_it_has_one():
    packages = (Package("a.b", 1, "", ""), Package("c.d", 2, "", ""), Package("e.f", 2, "", ""))
    names = Attribution((), packages, PROXY)
    assert [names.name(uid) for uid in (1, 2, 3, None)] == ["a.b", "uid:2", "uid:3", None]


def test_an_address_is_shown_without_its_mapping():
    assert plain_address("::ffff:10.0.0.1") == "10.0.0.1"
    assert plain_address("fe80::1") == "fe80::1"


def routed(*sockets: SocketOwner, protocol="tcp", server=("203.0.113.7", 443)) -> int | None:
    return Attribution(sockets, (), None).uid(("127.0.1.2", 40000), 1_000_000, protocol, server)


def test_behind_a_router_a_socket_owns_the_flow_with_its_own_ends():
    other = ("203.0.113.7", 443)
    assert routed(socket(10123, remote=other)) == 10123
    assert routed(socket(10123, remote=("::ffff:203.0.113.7", 443))) == 10123
    assert routed(socket(10123, remote=("203.0.113.8", 443))) is None
    assert routed(socket(10123, remote=other), socket(10012, remote=("203.0.113.8", 443))) == 10123
    assert routed(socket(10123, remote=other), socket(10012, remote=other)) is None


def test_behind_a_router_datagrams_belong_to_sockets_of_their_own_protocol():
    other = ("203.0.113.7", 443)
    assert routed(socket(10123, remote=other, protocol="udp"), protocol="udp") == 10123
    assert routed(socket(10123, remote=other, protocol="udp")) is None
    unconnected = socket(10123, remote=("0.0.0.0", 0), protocol="udp")  # noqa: S104
    assert routed(unconnected, protocol="udp") == 10123
