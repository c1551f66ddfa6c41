"""A phone in this process, with the tests' own app and a shell to type into."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from harness.virtual import firmware
from harness.virtual.apps.building import build
from harness.virtual.apps.discovery import discover, packages
from harness.virtual.assembly import assemble, make_phone
from harness.virtual.shell.pipes import Pipe
from harness.virtual.shell.proc import add_generated
from harness.virtual.shell.session import run_line
from harness.virtual.uia.server import UiaServer

HERE = Path(__file__).parent
BROWSER = "com.mi.globalbrowser"
ACTIVITY = "com.android.browser.BrowserActivity"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str
    raw: bytes


class Box:
    """`box.sh(line)` runs a line as user shell; everything runs on one event loop."""

    def __init__(self, folder: Path, name: str = "as-updated-2020-05", **changes: object) -> None:
        self.loop = asyncio.new_event_loop()
        shipped = firmware.load(name, installed=packages()).model_copy(update=changes)
        self.device = assemble(folder, shipped, address="127.0.1.77", time_scale=600)
        add_generated(self.device)
        self.phone = make_phone(self.device, zone={"hosts": {}, "peers": {}})
        self.device.windows.set_apps(build(self.phone, discover([HERE / "notes"])))
        self.uia = UiaServer(self.device)
        self.do(self.device.start_services())

    def do(self, work):
        async def bounded():
            return await asyncio.wait_for(work, 10)

        return self.loop.run_until_complete(bounded())

    def sh(self, line: str, stdin: bytes = b"", seconds: float = 5) -> Ran:
        out, err = bytearray(), bytearray()

        async def to_out(content: bytes) -> None:
            out.extend(content)

        async def to_err(content: bytes) -> None:
            err.extend(content)

        async def run() -> int:
            given = Pipe()
            await given.write(stdin)
            given.close()
            return await asyncio.wait_for(
                run_line(self.device, self.uia, line, given, to_out, to_err), seconds
            )

        code = self.do(run())
        return Ran(code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), bytes(out))

    def out(self, line: str, stdin: bytes = b"") -> str:
        """The output of a line that succeeds without a word of complaint."""
        ran = self.sh(line, stdin)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran.out

    def refused(self, line: str) -> Ran:
        """A line that the phone refuses: it says why on stderr, and nothing looks like an answer."""
        ran = self.sh(line)
        assert ran.code != 0, ran
        assert ran.err, ran
        return ran

    def open(self, package: str = BROWSER, activity: str = ACTIVITY) -> None:
        self.do(self.device.windows.open(package, activity))

    def node(self, name: str):
        """A node of the screen in front by the last part of its id."""
        return next(
            (n for n in self.device.windows.current().walk() if n.resource_id.endswith(f"/{name}")), None
        )

    def close(self) -> None:
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()
