from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from harness.store.sequence import Sequence

TAKE = """
import sys
from pathlib import Path
from harness.store.sequence import Sequence
s = Sequence(Path(sys.argv[1]))
print(*[s.next() for _ in range(200)])
"""


def test_numbers_start_at_one_and_go_on_where_the_file_stands(tmp_path):
    first = Sequence(tmp_path / "n")
    assert [first.next(), first.next()] == [1, 2]
    first.close()
    assert Sequence(tmp_path / "n").next() == 3
    assert first.path == tmp_path / "n"


def test_threads_that_share_one_counter_never_get_the_same_number(tmp_path):
    counter, taken = Sequence(tmp_path / "n"), []
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [
            threading.Thread(target=lambda: taken.extend([counter.next() for _ in range(300)]))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert sorted(taken) == list(range(1, 1201))


def test_processes_never_get_the_same_number(tmp_path):
    command = [sys.executable, "-c", TAKE, str(tmp_path / "n")]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    taken = [int(word) for child in children for word in child.communicate()[0].split()]
    assert sorted(taken) == list(range(1, 601))


def test_a_counter_in_no_folder_is_an_error(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        Sequence(tmp_path / "nowhere" / "n")
