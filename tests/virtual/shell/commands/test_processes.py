from __future__ import annotations


def test_running_apps_are_listed_with_pid_and_user(box):
    box.open()
    rows = [line.split() for line in box.out("ps -A").splitlines()]
    row = next(each for each in rows if each[-1] == "com.mi.globalbrowser")

    assert len(rows[0]) >= 8
    assert len(row) == 9
    assert row[:2] == ["u0_a123", str(box.device.processes.pid("com.mi.globalbrowser"))]
    assert f"{row[1]} com.mi.globalbrowser\n" in box.out("ps -A -o PID,NAME")
    box.refused("ps -o frob")
