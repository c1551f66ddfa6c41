"""The same phone behind a real network's router: namespaces, a veth pair, Debian's nftables."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.virtual.net.uplink import Uplink, address6
from tests.chain.routed import ROUTES, recorded, settle, start

pytestmark = pytest.mark.slow

DOCUMENT = Path(__file__).parents[2] / "docs" / "gateway.md"
HOME, PORT = "10.77.0.2", 8080
HOME6 = address6(HOME)
CLONE_NEWNET = 0x40000000


def run(*words: str, given: str | None = None) -> None:
    subprocess.run(words, input=given, text=True, check=True, capture_output=True)


def lines_of_the_document(title: str) -> str:
    """The block of code below a heading."""
    text = DOCUMENT.read_text("utf-8").partition(f"### {title}\n")[2]
    return text.partition("```")[2].partition("\n")[2].partition("```")[0]


@contextlib.contextmanager
def inside(namespace: str):
    """This thread, and the processes that it starts, in a network namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net") as back, open(f"/run/netns/{namespace}") as there:  # noqa: PTH123
        if libc.setns(there.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        try:
            yield
        finally:
            libc.setns(back.fileno(), CLONE_NEWNET)


@pytest.fixture(scope="module")
def namespaces():
    """(gateway, phone): two namespaces, joined by a cable, set up by the lines of `docs/gateway.md`."""
    for program in ("ip", "nft", "sysctl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not on this machine")
    if os.geteuid():
        pytest.skip("network namespaces need root")
    gateway, phone = f"gw{os.getpid()}", f"ph{os.getpid()}"
    try:
        try:
            for name in (gateway, phone):
                run("ip", "netns", "add", name)
            cable = f"phone0 netns {gateway} type veth peer name wlan0 netns {phone}"
            run("ip", "link", "add", *cable.split())
        except subprocess.CalledProcessError as error:
            pytest.skip(f"no network namespaces here: {error.stderr.strip()}")
        for title in ("Addresses", "Transparent routing"):
            run("ip", "netns", "exec", gateway, "sh", "-ec", lines_of_the_document(title))
        run("ip", "netns", "exec", gateway, "nft", "-f", "-", given=lines_of_the_document("Firewall"))
        for words in (
            f"address add {HOME}/24 dev wlan0",
            f"address add {HOME6}/64 dev wlan0 nodad",
            "link set lo up",
            "link set wlan0 up",
            "route add default via 10.77.0.1",
            "-6 route add default via fd63:6c61:696d:7300::1",
        ):
            run("ip", "-n", phone, *words.split())
        yield gateway, phone
    finally:
        for name in (gateway, phone):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)


@pytest.fixture(scope="module")
def behind_a_kernel(namespaces, tmp_path_factory):
    gateway, phone = namespaces
    folder = tmp_path_factory.mktemp("kernel")
    with inside(gateway):
        made = start(
            folder,
            HOME,
            Uplink("kernel"),
            network="kernel",
            interface="phone0",
            listen=f"0.0.0.0:{PORT}",
            accept_old=True,
        )
    made.namespace = phone
    yield made
    made.end()


@pytest.fixture(scope="module")
def behind_a_wire(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wire")
    made = start(folder, "127.0.1.90", Uplink("wire", folder / "cable.json"), network="wire")
    yield made
    made.end()


def send_all(stand):
    async def act():
        for route in ROUTES:
            await stand.send(route, hashlib.sha256(route.encode()).digest()[:24])

    asyncio.run(act())


def told(stand):
    """What the record says of the phone's messages and flows, without what differs between any two runs."""
    lines, _ = recorded(stand)
    opened = {line.conn: line for line in lines if line.event == "flow-opened" and not _is_local(line)}
    messages = sorted(
        (
            line.kind,
            line.scheme,
            line.host,
            line.port,
            line.address,
            line.named_by,
            line.target,
            _content(line),
        )
        for line in lines
        if line.event == "sent" and line.direction == "out" and line.conn in opened
        if line.kind != "dns" or line.length == 24
    )
    flows = sorted({(line.protocol, *line.server) for line in opened.values()})
    unread = sorted(
        opened[line.conn].server
        for line in lines
        if line.event == "payload" and line.direction == "out" and line.conn in opened
    )
    return messages, flows, unread


def _content(line):
    """The digest; of ICMPv6 the length alone, since a kernel fills its checksum in."""
    return str(line.length) if line.scheme == "ipv6-icmp" else line.digest


def _is_local(line):
    """Neighbours asked for on the link, errors of the phone's kernel (nobody takes that answer any more).

    A wire has none.
    """
    if line.protocol == "icmp" and line.server[0] == "8.8.8.8":
        return True
    return line.server[0].startswith(("ff02:", "fe80:", "fd63:")) or line.client[0].startswith("fe80:")


def test_a_kernel_and_the_wire_give_the_same_record(behind_a_kernel, behind_a_wire):
    with inside(behind_a_kernel.namespace):
        send_all(behind_a_kernel)
    send_all(behind_a_wire)
    settle(behind_a_wire)

    of_kernel, of_wire = told(behind_a_kernel), told(behind_a_wire)
    assert of_wire[1] == of_kernel[1]
    assert of_wire[0] == of_kernel[0]
    assert of_wire[2] == of_kernel[2]
    assert len(of_kernel[0]) + len(of_kernel[2]) >= len(ROUTES)


def test_the_phones_own_addresses_are_on_record(behind_a_kernel):
    with inside(behind_a_kernel.namespace):
        send_all(behind_a_kernel)
    lines, _ = recorded(behind_a_kernel)

    opened = [line for line in lines if line.event == "flow-opened"]
    assert {HOME, HOME6} <= {line.client[0] for line in opened}
    assert {line.mode for line in opened} == {"gateway"}
