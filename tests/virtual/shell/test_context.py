from __future__ import annotations


def test_a_child_s_variables_stay_its_own(box):
    assert box.out("x=1; (x=2; cd /data); echo $x; pwd") == "1\n/\n"


def test_a_relative_name_is_taken_from_the_folder(box):
    assert box.out("cd /data/local/tmp; echo a > x; cat /data/local/tmp/x") == "a\n"
