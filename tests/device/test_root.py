import pytest

from harness.device.root import as_root
from harness.model.errors import SetupError


def test_the_first_way_that_answers_uid_0_is_taken(told):
    assert as_root(told({"id": "uid=0(root) gid=0(root)"})).way == ""
    shell = told(
        {"id": "uid=2000(shell)", "su -c id": ("", "su: invalid uid", 1), "su 0 sh -c id": "uid=0(root)"}
    )
    root = as_root(shell)
    root.run("echo 'a b'")
    assert shell.commands[-1] == "su 0 sh -c 'echo '\"'\"'a b'\"'\"''"
    assert root.serial == shell.serial


def test_a_phone_that_grants_no_root_says_why(told):
    phone = told({"id": "uid=2000(shell)", "su -c id": ("", "/system/bin/sh: su: not found", 127)})
    with pytest.raises(SetupError, match=r"su: not found"):
        as_root(phone)


def test_quoting_survives_a_real_shell(phone):
    assert as_root(phone).run("echo \"a'b\" '$HOME'").stdout == "a'b $HOME\n"
