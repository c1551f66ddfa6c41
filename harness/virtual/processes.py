"""The process table: which packages run, under which pid, and the tasks that end with them."""

from __future__ import annotations

import asyncio
import itertools
import sys
import traceback
from collections.abc import Coroutine
from typing import Any

from harness.virtual.logbuffer import LogBuffer

# A few of the processes that every Android 9 runs; pids as they come out of a boot (synthetic).
SYSTEM = (
    ("root", 1, 0, "init"),
    ("root", 2, 0, "[kthreadd]"),
    ("logd", 411, 1, "logd"),
    ("system", 412, 1, "servicemanager"),
    ("root", 590, 1, "zygote64"),
    ("root", 633, 1, "netd"),
    ("shell", 702, 1, "adbd"),
    ("system", 1180, 590, "system_server"),
    ("u0_a64", 1602, 590, "com.android.systemui"),
)
FIRST_PID = 3001


class Processes:
    """Running packages of one handset."""

    def __init__(self, log: LogBuffer) -> None:
        self._log = log
        self._pids: dict[str, int] = {}
        self._next = itertools.count(FIRST_PID, 7)
        self._tasks: dict[str, set[asyncio.Task[None]]] = {}

    def start(self, package: str) -> int:
        """The pid of its process, started if it does not run."""
        if package not in self._pids:
            self._pids[package] = next(self._next)
            self._log.write("ActivityManager", 1180, f"Start proc {self._pids[package]}:{package}")
        return self._pids[package]

    def spawn_pid(self) -> int:
        """A pid for a process that is no package's (a shell)."""
        return next(self._next)

    def pid(self, package: str) -> int:
        """The pid, 0 if it does not run."""
        return self._pids.get(package, 0)

    def running(self) -> list[tuple[str, int]]:
        """Packages with their pids."""
        return sorted(self._pids.items(), key=lambda item: item[1])

    def task(self, work: Coroutine[Any, Any, None], package: str = "") -> asyncio.Task[None]:
        """Runs it with a strong reference; its crash is logged, never lost."""
        task = asyncio.get_running_loop().create_task(work)
        mine = self._tasks.setdefault(package, set())
        mine.add(task)

        def done(ended: asyncio.Task[None]) -> None:
            mine.discard(ended)
            if not ended.cancelled() and (error := ended.exception()) is not None:
                self.crashed(package, error)

        task.add_done_callback(done)
        return task

    async def kill(self, package: str) -> None:
        """Ends the process and all its tasks."""
        self._pids.pop(package, None)
        tasks = [task for task in self._tasks.get(package, ()) if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def crashed(self, package: str, error: BaseException) -> None:
        """Writes what a phone writes to logcat when an app dies; and to stderr, for the app's author."""
        pid = self._pids.pop(package, 0)
        text = "".join(traceback.format_exception(error))
        self._log.write(
            "AndroidRuntime", pid, f"FATAL EXCEPTION: main\nProcess: {package}, PID: {pid}\n{text}", "E"
        )
        sys.stderr.write(f"virtual handset: {package or 'a task'} crashed\n{text}")
