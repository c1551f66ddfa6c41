"""`ps`."""

from __future__ import annotations

from harness.virtual.processes import SYSTEM
from harness.virtual.shell.context import Call, Program

HEAD = "USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME                       \n"
ZYGOTE = 590
SHELL_PARENT = 702
FIRST_APP = 10000


def table(call: Call) -> list[tuple[str, int, int, str]]:
    """User, pid, parent and name of every process."""
    rows = list(SYSTEM)
    for name, pid in call.device.processes.running():
        package = call.device.packages.get(name)
        uid = package.uid if package else FIRST_APP
        user = f"u0_a{uid - FIRST_APP}" if uid >= FIRST_APP else "system"
        rows.append((user, pid, ZYGOTE, name))
    rows.append(("shell", call.context.pid, SHELL_PARENT, "sh"))
    return rows


async def ps(call: Call) -> int:
    """`ps [-A] [-ef] [-o NAME,PID]`."""
    rows = table(call)
    if not {"-A", "-e", "-ef"} & set(call.args):
        rows = [row for row in rows if row[0] == "shell"]
    if "-o" in call.args:
        columns = call.args[call.args.index("-o") + 1].upper().split(",") if call.args[-1] != "-o" else []
        places = {"USER": 0, "PID": 1, "PPID": 2, "NAME": 3, "ARGS": 3, "CMD": 3}
        if not columns or any(column not in places for column in columns):
            return await call.fail(f"ps: bad -o {','.join(columns)}")
        lines = [" ".join(columns)] + [
            " ".join(str(row[places[column]]) for column in columns) for row in rows
        ]
        return await call.say("\n".join(lines) + "\n")
    text = "".join(
        f"{user:<12} {pid:5d} {parent:5d} 4302264 148840 0                   0 S {name}\n"
        for user, pid, parent, name in rows
    )
    return await call.say(HEAD + text)


COMMANDS: dict[str, Program] = {"ps": ps}
