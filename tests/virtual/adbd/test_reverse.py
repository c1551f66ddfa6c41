from __future__ import annotations

import contextlib
import socket
import threading

import adbutils
import pytest

PHONE = "127.0.1.61"


@pytest.fixture
def host():
    """An echo on the host that upper-cases."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                while chunk := connection.recv(65536):
                    connection.sendall(chunk.upper())

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


@pytest.fixture
def reverse(device, host):
    port = 27000 + host % 900
    device.reverse(f"tcp:{port}", f"tcp:{host}")
    yield port
    device.reverse_remove_all()


def test_data_goes_from_the_phone_to_the_host_and_back(reverse):
    with socket.create_connection((PHONE, reverse), 5) as phone:
        phone.sendall(b"hello" * 50_000)
        got = b""
        while len(got) < 250_000 and (chunk := phone.recv(65536)):
            got += chunk

    assert got == b"HELLO" * 50_000


def test_the_shell_of_the_phone_reaches_the_host_through_it(device, reverse):
    assert device.shell(f"echo ping | toybox nc -w 2 127.0.0.1 {reverse}") == "PING"


def test_forwards_are_listed_and_removed(device, reverse, host):
    assert [(row.remote, row.local) for row in device.reverse_list()] == [(f"tcp:{reverse}", f"tcp:{host}")]
    device.reverse_remove(f"tcp:{reverse}")
    assert list(device.reverse_list()) == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((PHONE, reverse), 5)
    with pytest.raises(adbutils.AdbError):
        device.reverse_remove(f"tcp:{reverse}")


def test_a_port_is_chosen_where_none_is_named(adb, device, host):
    said = adb.adb("-s", device.serial, "reverse", "tcp:0", f"tcp:{host}").stdout.strip()
    with socket.create_connection((PHONE, int(said)), 5) as phone:
        phone.sendall(b"x")
        assert phone.recv(1) == b"X"
    device.reverse_remove_all()


def test_a_host_that_refuses_ends_the_phone_s_connection(device, adb):
    port = 27950
    device.reverse(f"tcp:{port}", "tcp:1")
    with socket.create_connection((PHONE, port), 5) as phone, contextlib.suppress(ConnectionResetError):
        assert phone.recv(1) == b""
    device.reverse_remove_all()


def test_what_cannot_be_forwarded_is_refused(adb, device):
    assert adb.adb("-s", device.serial, "reverse", "localabstract:x", "tcp:1").returncode != 0
