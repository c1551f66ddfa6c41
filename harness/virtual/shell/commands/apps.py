"""monkey and cmd: other ways to start an app and to reach a service."""

from __future__ import annotations

from harness.virtual.shell.context import Call, Program
from harness.virtual.shell.interpreter import run_program

NO_SERVICE = 20  # what `cmd` gives for a service that is not there
SERVICES = {"package": "pm", "activity": "am", "settings": "settings", "input_method": "ime", "window": "wm"}


async def monkey(call: Call) -> int:
    """`monkey -p package -c android.intent.category.LAUNCHER 1`: one event, the start of the app."""
    name = call.args[call.args.index("-p") + 1] if "-p" in call.args[:-1] else ""
    if call.args[-1:] != ["1"] or not name:
        return await call.fail("** Error: only `-p package -c category 1` is known here", 1)
    package = call.device.packages.get(name)
    if package is None or not package.activities or name not in call.device.windows.apps:
        await call.say("** No activities found to run, monkey aborted.\n")
        return 252
    await call.device.windows.open(name, package.activities[0])
    return await call.say(
        "Events injected: 1\n## Network stats: elapsed time=12ms (0ms mobile, 12ms wifi, 0ms not connected)\n"
    )


async def cmd(call: Call) -> int:
    """`cmd service ...`; `cmd package install -S n` reads the APK from stdin, as `adb install` does."""
    service = call.args[0] if call.args else ""
    if service == "package" and call.args[1:2] == ["install"] and "-S" in call.args:
        return await _install_stdin(call)
    if service not in SERVICES:
        return await call.fail(f"cmd: Can't find service: {service}", NO_SERVICE)
    return await run_program(
        Call(SERVICES[service], call.args[1:], call.context, call.stdin, call.out, call.err)
    )


async def _install_stdin(call: Call) -> int:
    at = call.args.index("-S")
    size = int(call.args[at + 1]) if call.args[at + 1 : at + 2] and call.args[at + 1].isdigit() else -1
    content = bytearray()
    while len(content) < size:
        chunk = await call.stdin.read()
        if not chunk:
            return await call.fail("Failure [INSTALL_FAILED_INTERNAL_ERROR: stream ended]")
        content += chunk
    place = "/data/local/tmp/.install-from-stdin.apk"
    call.device.files.write(place, bytes(content), call.uid)
    flags = [word for word in call.args[2:] if word in ("-r", "-t", "-d", "-g")]
    try:
        return await run_program(
            Call("pm", ["install", *flags, place], call.context, call.stdin, call.out, call.err)
        )
    finally:
        call.device.files.remove(place, call.uid)


COMMANDS: dict[str, Program] = {"monkey": monkey, "cmd": cmd}
