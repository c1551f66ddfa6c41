from __future__ import annotations


def test_the_exit_code_and_stderr_come_through_the_real_adb(adb, device):
    done = adb.adb("-s", device.serial, "shell", "echo out; echo err >&2; exit 3")

    assert (done.returncode, done.stdout, done.stderr) == (3, "out\n", "err\n")


def test_what_is_not_there_is_refused(adb, device):
    done = adb.adb("-s", device.serial, "shell", "frobnicate")

    assert (done.returncode, done.stdout) == (127, "")
    assert "not found" in done.stderr
    found = device.shell2("frobnicate", v2=True)
    assert (found.returncode, found.stdout) == (127, "")


def test_stdin_reaches_the_command(adb, device):
    assert adb.adb("-s", device.serial, "shell", "grep -c .", input="a\nb\n").stdout == "2\n"
    assert adb.adb("-s", device.serial, "shell", input="echo $((1+1))\nexit\n").stdout.endswith(
        "2\nginkgo:/ $ "
    )


def test_the_first_version_mixes_both_and_exec_is_raw(device, adb):
    assert device.shell("echo a; echo b >&2").split() == ["a", "b"]
    assert device.shell2("false").returncode == 1
    raw = adb.adb("-s", device.serial, "exec-out", "printf 'a\\r\\nb'").stdout
    assert raw.split() == ["a", "b"]


def test_adbutils_reads_what_it_parses(device):
    assert device.prop.model == "Redmi Note 8"
    assert device.window_size() == (1080, 2340)
    assert "com.mi.globalbrowser.mini" in device.list_packages(["-3"])
    assert device.app_info("com.mi.globalbrowser").version_name.startswith("12.1.4")
    device.keyevent("HOME")
    assert device.app_current().package == "com.miui.home"
    assert device.battery().level == 100
    assert device.is_screen_on()
    assert device.rotation() == 0
    assert device.dump_hierarchy().startswith("<?xml")
    assert device.screenshot().size == (1080, 2340)
    assert "production builds" in device.root()


def test_a_large_output_comes_whole_and_in_order(device, adb):
    device.shell("i=0; while [ $i -lt 12 ]; do echo 0123456789abcdef >> /sdcard/seed; i=$((i+1)); done")
    device.shell(
        "for n in 1 2 3 4 5 6 7 8 9 10 11 12 13; do cat /sdcard/seed /sdcard/seed > /sdcard/t; "
        "cp /sdcard/t /sdcard/seed; done"
    )
    size = device.sync.stat("/sdcard/seed").size
    for words in (["exec-out", "cat /sdcard/seed"], ["shell", "cat /sdcard/seed; echo end >&2"]):
        done = adb.adb("-s", device.serial, *words)
        assert len(done.stdout) == size > 1 << 20
    counted = adb.adb("-s", device.serial, "shell", "i=0; while [ $i -lt 500 ]; do echo $i; i=$((i+1)); done")
    assert counted.stdout.split() == [str(number) for number in range(500)]
