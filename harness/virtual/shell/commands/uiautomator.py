"""app_process, by which uiautomator2 starts its server, and Android's own `uiautomator dump`."""

from __future__ import annotations

import asyncio

from harness.virtual.shell.context import Call
from harness.virtual.uia.hierarchy import dump
from harness.virtual.uia.server import PORT, UiaServer

MAIN = "com.wetest.uia2.Main"
DEFAULT_FILE = "/sdcard/window_dump.xml"


async def app_process(uia: UiaServer, call: Call) -> int:
    """`CLASSPATH=jar app_process / com.wetest.uia2.Main -p 9008`: runs until its stream is closed."""
    jar = call.path(call.context.variables.get("CLASSPATH", ""))
    if MAIN not in call.args or not call.device.files.exists(jar) or call.device.files.is_folder(jar):
        wanted = next((word for word in call.args if "." in word), "")
        return await call.fail(f"Error: Could not find or load class {wanted}", 1)
    if call.args[-2:] != ["-p", str(PORT)]:
        return await call.fail(f"only port {PORT} is known here: {' '.join(call.args)}")
    if uia.running:
        error = "java.lang.IllegalStateException: UiAutomationService"
        return await call.fail(f"{error} android.accessibilityservice already registered!")
    uia.running = True
    try:
        await asyncio.Event().wait()
    finally:
        uia.running = False
    return 0


async def uiautomator(_: UiaServer, call: Call) -> int:
    """`uiautomator dump [--compressed] [file]`."""
    if call.args[:1] != ["dump"]:
        return await call.fail(f"uiautomator: unknown command {' '.join(call.args)}")
    files = [word for word in call.args[1:] if not word.startswith("-")]
    where = files[0] if files else DEFAULT_FILE
    if where == "/dev/tty":
        return await call.say(dump(call.device.windows) + "UI hierchary dumped to: /dev/tty\n")
    call.device.files.write(call.path(where), dump(call.device.windows).encode(), call.uid)
    return await call.say(f"UI hierchary dumped to: {where}\n")
