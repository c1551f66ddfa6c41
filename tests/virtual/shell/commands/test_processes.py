from __future__ import annotations


def test_running_apps_are_listed_with_pid_and_user(box):
    box.open()
    rows = [line.split() for line in box.out("ps -A").splitlines()]
    row = next(each for each in rows if each[-1] == "com.mi.globalbrowser")

    assert len(rows[0]) >= 8
    assert len(row) == 9
    assert row[:2] == ["u0_a123", str(box.device.processes.pid("com.mi.globalbrowser"))]
    assert box.out("pidof com.mi.globalbrowser") == row[1] + "\n"
    assert f"{row[1]} com.mi.globalbrowser\n" in box.out("ps -A -o PID,NAME")
    assert box.sh("pidof org.example.none").code == 1
    box.refused("ps -o frob")


def test_only_root_kills_an_app(box):
    box.open()
    pid = box.device.processes.pid("com.mi.globalbrowser")
    assert "not permitted" in box.refused(f"kill {pid}").err
    box.out(f"su -c 'kill -9 {pid}'")

    assert box.device.processes.pid("com.mi.globalbrowser") == 0
    box.refused("kill 99999")
