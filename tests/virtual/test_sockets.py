from __future__ import annotations

import pytest

from harness.virtual.sockets import SocketTable


def test_an_app_s_connection_stands_in_tcp6_as_a_mapped_address():
    table = SocketTable()
    entry = table.open(10123, "tcp", ("127.0.1.5", 40000), ("161.117.1.2", 443))

    assert len(table.proc_net("tcp").splitlines()) == 1
    row = table.proc_net("tcp6").splitlines()[1].split()
    assert row[1] == "0000000000000000FFFF00000501007F:9C40"
    assert row[2].endswith("020175A1:01BB")
    assert (row[3], row[7]) == ("01", "10123")

    entry.close()
    entry.close()
    assert len(table.proc_net("tcp6").splitlines()) == 1


def test_the_shell_s_own_connection_stands_in_tcp():
    table = SocketTable()
    table.open(2000, "tcp", ("127.0.1.5", 40000), ("127.0.0.1", 80))
    table.open(2000, "udp", ("127.0.1.5", 40001), None)

    assert table.proc_net("tcp").splitlines()[1].split()[1:4] == ["0501007F:9C40", "0100007F:0050", "01"]
    assert table.proc_net("udp").splitlines()[1].split()[3] == "07"


def test_another_protocol_is_refused():
    with pytest.raises(ValueError, match="tcp or udp"):
        SocketTable().open(1, "sctp", ("127.0.1.5", 1), None)
