"""id, su and mount."""

from __future__ import annotations

from harness.virtual.files import ROOT_UID
from harness.virtual.shell.context import Call, ExitShell, Program
from harness.virtual.shell.parser import parse

SHELL_GROUPS = (
    "1004(input),1007(log),1011(adb),1015(sdcard_rw),1028(sdcard_r),3001(net_bt_admin),3002(net_bt),"
    "3003(inet),3006(net_bw_stats),3009(readproc),3011(uhid)"
)


async def id_(call: Call) -> int:
    """`id [-u] [-un]`."""
    name = "root" if call.uid == ROOT_UID else "shell"
    if call.args == ["-u"]:
        return await call.say(f"{call.uid}\n")
    if call.args == ["-un"]:
        return await call.say(f"{name}\n")
    if call.uid == ROOT_UID:
        return await call.say("uid=0(root) gid=0(root) groups=0(root) context=u:r:magisk:s0\n")
    return await call.say(
        f"uid=2000(shell) gid=2000(shell) groups=2000(shell),{SHELL_GROUPS} context=u:r:shell:s0\n"
    )


async def su(call: Call) -> int:
    """`su -c command`, `su 0 command`: only a rooted phone has it; an interactive one is not known here."""
    if not call.device.firmware.rooted:
        return await call.fail("/system/bin/sh: su: not found", 127)
    words = list(call.args)
    if words[:1] in (["0"], ["root"]):
        words.pop(0)
    if words[:1] == ["-c"]:
        words.pop(0)
    if not words:
        script = (await call.stdin.read_all()).decode("utf-8", "surrogateescape")
    else:
        script = " ".join(words)
    child = call.context.fork(uid=ROOT_UID, stdin=call.stdin, out=call.out, err=call.err)
    try:
        return await child.interpret(parse(script), child)
    except ExitShell as leaving:
        return leaving.status


async def mount(call: Call) -> int:
    """`mount -o rw,remount /system` (root) and back; without arguments what is mounted."""
    files = call.device.files
    if not call.args:
        mode = "rw" if files.system_writable else "ro"
        return await call.say(
            f"/dev/block/dm-0 on / type ext4 ({mode},seclabel,relatime)\n"
            "/dev/block/mmcblk0p64 on /data type f2fs (rw,seclabel,nosuid,nodev,noatime)\n"
            "/data/media on /storage/emulated type sdcardfs (rw,nosuid,nodev,noexec,noatime)\n"
        )
    options = call.args[call.args.index("-o") + 1].split(",") if "-o" in call.args[:-1] else []
    if "remount" not in options or call.args[-1] not in ("/", "/system") or not {"rw", "ro"} & set(options):
        return await call.fail(f"mount: bad arguments: {' '.join(call.args)}")
    if call.uid != ROOT_UID:
        return await call.fail(f"mount: '{call.args[-1]}' not user mountable in fstab")
    files.system_writable = "rw" in options
    return 0


COMMANDS: dict[str, Program] = {
    "id": id_,
    "su": su,
    "mount": mount,
}
