"""Files: cat, ls, rm, cp, touch, chmod, sync."""

from __future__ import annotations

import posixpath
import stat as modes
import time

from harness.virtual.files import Stat
from harness.virtual.shell.context import Call, Program


def options(call: Call) -> tuple[set[str], list[str]]:
    """The single-letter options and the names."""
    letters: set[str] = set()
    names = []
    for word in call.args:
        if word.startswith("-") and len(word) > 1 and not word.startswith("--"):
            letters |= set(word[1:])
        elif word != "--":
            names.append(word)
    return letters, names


async def cat(call: Call) -> int:
    """`cat [files]`."""
    _, names = options(call)
    status = 0
    if not names or names == ["-"]:
        while chunk := await call.stdin.read():
            await call.out(chunk)
    for name in names:
        if name == "-":
            continue
        try:
            content = call.device.files.read(call.path(name), call.uid)
        except OSError as error:
            status = await call.fail(f"cat: {name}: {error.strerror}")
            continue
        if content:
            await call.out(content)
    return status


async def ls(call: Call) -> int:
    """`ls [-l] [-a] [-1] [-d] [names]`."""
    letters, names = options(call)
    status = 0
    for name in names or ["."]:
        path = call.path(name)
        try:
            if "d" in letters or not call.device.files.is_folder(path):
                rows = [(name, call.device.files.stat(path, call.uid))]
            else:
                if len(names) > 1:
                    await call.say(f"{name}:\n")
                inside = [
                    each
                    for each in call.device.files.list(path, call.uid)
                    if "a" in letters or each[0] != "."
                ]
                rows = [
                    (each, call.device.files.stat(posixpath.join(path, each), call.uid)) for each in inside
                ]
        except OSError as error:
            status = await call.fail(f"ls: {name}: {error.strerror}")
            continue
        await call.say("".join(_row(each, found) if "l" in letters else f"{each}\n" for each, found in rows))
    return status


def _row(name: str, found: Stat) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.gmtime(found.mtime))
    return f"{modes.filemode(found.mode)} 1 {found.owner} {found.owner} {found.size:7d} {when} {name}\n"


async def rm(call: Call) -> int:
    """`rm [-r] [-f] names`."""
    letters, names = options(call)
    status = 0
    if not names and "f" not in letters:
        return await call.fail('rm: Needs 1 argument (see "rm --help")')
    for name in names:
        try:
            call.device.files.remove(call.path(name), call.uid, recursive=bool({"r", "R"} & letters))
        except FileNotFoundError as error:
            status = status if "f" in letters else await call.fail(f"rm: {name}: {error.strerror}")
        except OSError as error:
            status = await call.fail(f"rm: {name}: {error.strerror}")
    return status


async def cp(call: Call) -> int:
    """`cp source ... target`; files only."""
    _, names = options(call)
    if len(names) < 2:  # noqa: PLR2004  # source and target
        return await call.fail(f'{call.name}: Needs 2 arguments (see "{call.name} --help")')
    *sources, target = names
    files = call.device.files
    into = files.is_folder(call.path(target))
    if len(sources) > 1 and not into:
        return await call.fail(f"{call.name}: '{target}' not directory")
    for name in sources:
        source = call.path(name)
        place = posixpath.join(call.path(target), posixpath.basename(source)) if into else call.path(target)
        try:
            content, mode = files.read(source, call.uid), files.stat(source, call.uid).mode
            files.write(place, content, call.uid)
            files.chmod(place, mode & 0o777, call.uid)
        except OSError as error:
            return await call.fail(f"{call.name}: bad '{error.filename or name}': {error.strerror}")
    return 0


async def touch(call: Call) -> int:
    """`touch names`."""
    _, names = options(call)
    for name in names:
        try:
            call.device.files.write(call.path(name), b"", call.uid, append=True)
        except OSError as error:
            return await call.fail(f"touch: '{name}': {error.strerror}")
    return 0


async def chmod(call: Call) -> int:
    """`chmod mode names`, octal."""
    words = [word for word in call.args if not word.startswith("-")]
    if len(words) < 2:  # noqa: PLR2004  # what and where
        return await call.fail(f'{call.name}: Needs 2 arguments (see "{call.name} --help")')
    what, *names = words
    for name in names:
        try:
            call.device.files.chmod(call.path(name), int(what, 8), call.uid)
        except OSError as error:
            return await call.fail(f"{call.name}: {name}: {error.strerror}")
        except ValueError:
            return await call.fail(f"chmod: bad mode '{what}'")
    return 0


async def sync(_: Call) -> int:
    """Everything is on disk already."""
    return 0


COMMANDS: dict[str, Program] = {
    "cat": cat,
    "ls": ls,
    "rm": rm,
    "cp": cp,
    "touch": touch,
    "chmod": chmod,
    "sync": sync,
}
