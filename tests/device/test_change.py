import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.device.change import Changes, opened
from harness.device.kinds import KINDS
from harness.device.placed_file import PlacedFile
from harness.device.radio import Bluetooth, Ipv6, MobileData, UsbNetwork
from harness.device.reverse import Reverse
from harness.device.setting import Proxy, Setting
from harness.device.suspension import Suspended
from harness.device.trust import CaCertificate
from harness.model.errors import SetupError

PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


def changes(phone, folder, report=lambda _: None):
    return Changes(phone, KINDS, report, folder=folder)


def test_a_change_is_journalled_before_it_is_made(phone, tmp_path):
    seen = []

    def look(command):
        if command.startswith("settings put global http_proxy"):
            seen.append((phone.root / "tmp/claims-journal.jsonl").read_text())
            seen.append(next((tmp_path / "bench").iterdir()).read_text())

    phone.before = look
    changes(phone, tmp_path / "bench").change(Proxy(), "127.0.0.1:8080")
    assert len(seen) == 2
    assert all('"new":"127.0.0.1:8080"' in text for text in seen)


def test_every_change_and_every_undoing_is_reported(phone, tmp_path):
    told = []
    bench = changes(phone, tmp_path / "b", told.append)
    assert bench.change(Setting("global", "http_proxy"), "h:1") is None
    bench.restore()
    assert [(item.change, item.old, item.new, item.undone) for item in told] == [
        ("setting global http_proxy", None, "h:1", False),
        ("setting global http_proxy", "h:1", None, True),
    ]


def test_a_change_that_did_not_take_raises_and_is_still_undone(phone, tmp_path):
    (phone.root / "bin/svc").write_text("#!/bin/sh\nexit 0\n")
    bench = changes(phone, tmp_path / "b")
    with pytest.raises(SetupError, match="after the change"):
        bench.change(Bluetooth(), new=False)
    assert len(bench.pending()) == 1
    assert len(bench.restore()) == 1


def test_what_is_already_so_is_no_intervention(phone, tmp_path):
    told = []
    bench = changes(phone, tmp_path / "b", told.append)
    assert bench.change(Bluetooth(), new=True) is True
    assert (told, bench.pending()) == ([], ())


def test_an_unknown_kind_of_entry_keeps_the_phone_closed(phone, tmp_path):
    bench = changes(phone, tmp_path / "b")
    bench.change(Proxy(), "a:1")
    with pytest.raises(SetupError, match="known kind"):
        opened(Changes(phone, {}, folder=tmp_path / "c"))


def test_a_phone_with_an_unreadable_journal_is_not_opened(phone, tmp_path):
    (phone.root / "tmp/claims-journal.jsonl").write_text("broken\n")
    with pytest.raises(SetupError, match="as its owner left it"):
        opened(changes(phone, tmp_path / "b"))


def test_what_cannot_be_undone_does_not_keep_the_rest_from_being_undone(phone, tmp_path):
    bench = changes(phone, tmp_path / "b")
    bench.change(Proxy(), "a:1")
    bench.change(Bluetooth(), new=False)
    (phone.root / "bin/svc").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(SetupError, match="1 change"):
        bench.restore()
    assert Proxy().read(phone) is None
    assert [entry.what["kind"] for entry in bench.pending()] == ["bluetooth"]


MADE = st.sampled_from(
    [
        (Proxy(), "10.0.0.1:8080"),
        (Proxy(), "127.0.0.1:9"),
        (Setting("secure", "upload_log_pref"), "0"),
        (Setting("secure", "upload_log_pref"), "a b'c\"$x"),
        (Setting("global", "mobile_data"), "0"),
        (MobileData(), False),
        (Bluetooth(), False),
        (UsbNetwork(), ""),
        (Ipv6(), False),
        (Suspended("com.xiaomi.xmsf"), True),
        (CaCertificate("c8750f0d.0"), PEM),
        (Reverse("tcp:8080"), "tcp:9000"),
        (PlacedFile("/sdcard/Music/a song.mp3"), "SUQz"),
    ]
)


def test_a_full_disk_of_the_bench_keeps_nothing_from_being_undone(phone, tmp_path):
    bench = changes(phone, tmp_path / "b")
    for number in (1, 2):
        bench.change(Setting("global", f"claims_{number}"), "new")

    def full(_):
        raise OSError(28, "No space left on device")

    with pytest.raises(SetupError, match="No space left on device"):
        changes(phone, tmp_path / "b", full).restore()
    assert [Setting("global", f"claims_{number}").read(phone) for number in (1, 2)] == [None, None]
    assert changes(phone, tmp_path / "b").restore() == ()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(MADE, min_size=1, max_size=4), hosts=st.lists(st.sampled_from("ab"), min_size=4, max_size=4)
)
def test_any_series_of_changes_from_any_hosts_is_undone_by_another(
    made, hosts, memory_phone, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("series")
    phone = memory_phone(folder / "phone")
    Suspended("com.xiaomi.xmsf").write(phone, value=False)
    before = phone.state()
    for (what, new), host in zip(made, hosts, strict=False):
        changes(phone, folder / host).change(what, new)
    third = changes(phone, folder / "third")
    assert len(third.restore()) <= len(made)
    assert phone.state() == before
    assert third.restore() == ()
    assert changes(phone, folder / "a").restore() == ()


def killed_at(number: int, when: str, folder: Path) -> bool:
    """Run three changes, killed at the nth command; whether it was killed at all."""
    script = Path(__file__).parent / "killed_change.py"
    done = subprocess.run(
        [sys.executable, str(script), str(folder / "phone"), str(folder / "bench"), str(number), when],
        capture_output=True,
        timeout=60,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode in {0, -9}, done.stderr
    return done.returncode == -9


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", [0, 3, 4, 5, 6, 11, 12, 13, 19, 20])
def test_a_kill_at_any_moment_is_undone_from_another_host(number, when, memory_phone, tmp_path):
    phone = memory_phone(tmp_path / "phone")
    before = phone.state()
    assert killed_at(number, when, tmp_path)
    changes(phone, tmp_path / "other host").restore()
    assert phone.state() == before
    assert changes(phone, tmp_path / "bench").restore() == ()
