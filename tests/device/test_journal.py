import pytest

from harness.device.journal import CUT, Entry, Journal, bench_folder, kinds, parse
from harness.model.errors import SetupError


def entry(number=1, **changes):
    fields = {
        "id": f"id{number}",
        "number": number,
        "time": "2026-01-01T00:00:00.000000Z",
        "host": "bench",
        "what": {"kind": "setting", "namespace": "global", "key": 'it\'s "odd" $HOME `id` é\n'},
        "old": None,
        "new": "1",
    }
    return Entry(**{**fields, **changes})


def test_a_change_stands_in_both_copies_with_every_character(phone, tmp_path):
    journal = Journal(phone, tmp_path / "bench")
    journal.add(entry())
    assert journal.pending() == (entry(),)
    on_phone = (phone.root / "tmp/claims-journal.jsonl").read_text()
    assert on_phone == journal.path.read_text() == entry().line() + "\n"


def test_what_one_host_undid_is_undone_for_the_other(phone, tmp_path):
    first, second = Journal(phone, tmp_path / "a"), Journal(phone, tmp_path / "b")
    first.add(entry())
    assert second.pending() == (entry(),)
    second.mark_undone(entry(), "t", "b")
    assert first.pending() == second.pending() == ()


def test_a_wiped_phone_is_remembered_by_the_bench(phone, tmp_path):
    journal = Journal(phone, tmp_path / "a")
    journal.add(entry())
    (phone.root / "tmp/claims-journal.jsonl").unlink()
    assert journal.pending() == (entry(),)
    assert journal.next_number() == 2


def test_changes_are_listed_oldest_first_whichever_copy_holds_them(phone, tmp_path):
    a, b = Journal(phone, tmp_path / "a"), Journal(phone, tmp_path / "b")
    a.add(entry(1))
    b.add(entry(2))
    (phone.root / "tmp/claims-journal.jsonl").write_text(entry(2).line() + "\n")
    assert [item.number for item in a.pending()] == [1, 2]


def test_a_line_that_a_kill_cut_off_is_no_change_and_harms_no_later_one(phone, tmp_path):
    journal = Journal(phone, tmp_path / "a")
    for path in (phone.root / "tmp/claims-journal.jsonl", journal.path):
        path.parent.mkdir(exist_ok=True)
        path.write_text(entry(1).line()[:40])
    assert journal.pending() == ()
    journal.add(entry(2))
    assert journal.pending() == (entry(2),)
    assert CUT in journal.path.read_text()


@pytest.mark.parametrize("line", ["nonsense\n", "{}\n", '{"id":"a"}\n', "[]\n"])
def test_a_journal_that_does_not_read_keeps_the_phone_closed(phone, tmp_path, line):
    (phone.root / "tmp/claims-journal.jsonl").write_text(line)
    with pytest.raises(SetupError, match="readable journal"):
        Journal(phone, tmp_path / "a").pending()


def test_a_refused_read_keeps_the_phone_closed(told, tmp_path):
    with pytest.raises(SetupError):
        Journal(told({}), tmp_path).pending()


def test_a_phone_that_did_not_keep_the_line_is_noticed(phone, tmp_path):
    (phone.root / "tmp/claims-journal.jsonl").symlink_to("/dev/null")
    with pytest.raises(SetupError, match="missing"):
        Journal(phone, tmp_path / "a").add(entry())
    assert not (tmp_path / "a").exists()


def test_the_bench_copy_lies_under_the_state_home(monkeypatch, phone):
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert str(bench_folder()) == "/state/claims/journal"
    assert Journal(phone).path.name == "a1b2c3d4.jsonl"


def test_a_serial_number_cannot_leave_the_folder(memory_phone, tmp_path):
    odd = memory_phone(tmp_path / "phone", serial="../../etc/x")
    assert Journal(odd, tmp_path).path.parent == tmp_path


def test_reading_tells_entries_from_marks():
    copy = parse(entry(1).line() + '\n{"undone":"id1","t":"t","host":"h"}\n', "here")
    assert copy.undone == {"id1"}
    assert kinds(copy.entries) == ("setting",)
