"""Files: cat, ls, rm, mkdir, cp, mv, touch, chmod, stat, df, du, find, readlink, basename, dirname."""

from __future__ import annotations

import fnmatch
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


async def mkdir(call: Call) -> int:
    """`mkdir [-p] names`."""
    letters, names = options(call)
    status = 0
    for name in names:
        try:
            if "p" not in letters and call.device.files.exists(call.path(name)):
                status = await call.fail(f"mkdir: '{name}': File exists")
                continue
            call.device.files.make_folder(call.path(name), call.uid, parents="p" in letters)
        except OSError as error:
            status = await call.fail(f"mkdir: '{name}': {error.strerror}")
    return status


async def cp(call: Call) -> int:
    """`cp source ... target` and `mv`; files only."""
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
            if call.name == "mv":
                files.stat(source, call.uid)
                files.rename(source, place, call.uid)
                continue
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
    """`chmod mode names`, octal; `chown` and `chcon` change nothing that shows here but need root."""
    words = [word for word in call.args if not word.startswith("-")]
    if len(words) < 2:  # noqa: PLR2004  # what and where
        return await call.fail(f'{call.name}: Needs 2 arguments (see "{call.name} --help")')
    what, *names = words
    for name in names:
        try:
            if call.name == "chmod":
                call.device.files.chmod(call.path(name), int(what, 8), call.uid)
            else:
                call.device.files.may_write(call.path(name), call.uid)
                if call.uid != 0:
                    raise PermissionError(1, "Operation not permitted", name)
        except OSError as error:
            return await call.fail(f"{call.name}: {name}: {error.strerror}")
        except ValueError:
            return await call.fail(f"chmod: bad mode '{what}'")
    return 0


async def stat(call: Call) -> int:
    """`stat [-c format] names` with %s %n %a %Y %U %F."""
    names, form, words = [], "", list(call.args)
    while words:
        word = words.pop(0)
        if word == "-c" and words:
            form = words.pop(0)
        else:
            names.append(word)
    status = 0
    for name in names:
        try:
            found = call.device.files.stat(call.path(name), call.uid)
        except OSError as error:
            status = await call.fail(f"stat: '{name}': {error.strerror}")
            continue
        kind = "directory" if modes.S_ISDIR(found.mode) else "regular file"
        fields = {
            "%s": str(found.size),
            "%n": name,
            "%a": f"{found.mode & 0o777:o}",
            "%Y": str(found.mtime),
            "%U": found.owner,
            "%F": kind,
        }
        text = form or "  File: %n\n  Size: %s\t %F\nAccess: (%a)\tUid: %U\nModify: %Y"
        for mark, value in fields.items():
            text = text.replace(mark, value)
        await call.say(text + "\n")
    return status


async def find(call: Call) -> int:
    """`find folder [-name pattern] [-type f|d]`."""
    words = list(call.args)
    start = words.pop(0) if words and not words[0].startswith("-") else "."
    tests = dict(zip(words[::2], words[1::2], strict=False))
    if set(tests) - {"-name", "-type"} or len(words) % 2:
        return await call.fail(f"find: bad arg '{' '.join(words)}'")
    todo, lines = [start], []
    while todo:
        name = todo.pop(0)
        path = call.path(name)
        if not call.device.files.exists(path):
            return await call.fail(f"find: '{name}': No such file or directory")
        folder = call.device.files.is_folder(path)
        if folder:
            try:
                inside = call.device.files.list(path, call.uid)
            except OSError as error:
                await call.fail(f"find: '{name}': {error.strerror}")
                inside = []
            todo = [posixpath.join(name, each) for each in inside] + todo
        fits = fnmatch.fnmatchcase(posixpath.basename(path), tests.get("-name", "*"))
        if fits and tests.get("-type", "d" if folder else "f") == ("d" if folder else "f"):
            lines.append(name + "\n")
    return await call.say("".join(lines))


async def base_name(call: Call) -> int:
    """`basename` and `dirname`, `readlink -f`, `realpath`."""
    name = next((word for word in call.args if not word.startswith("-")), "")
    if call.name in ("readlink", "realpath"):
        return await call.say(call.path(name) + "\n")
    return await call.say(
        (posixpath.basename(name) if call.name == "basename" else posixpath.dirname(name)) + "\n"
    )


async def df(call: Call) -> int:
    """Free space: fixed numbers (synthetic)."""
    return await call.say(
        "Filesystem     1K-blocks     Used Available Use% Mounted on\n"
        "/dev/block/dm-0  3022172  2950000     72172  98% /\n"
        "/data/media     52710380 12710380  40000000  25% /storage/emulated\n"
    )


async def sync(_: Call) -> int:
    """Everything is on disk already."""
    return 0


COMMANDS: dict[str, Program] = {
    "cat": cat,
    "ls": ls,
    "rm": rm,
    "mkdir": mkdir,
    "cp": cp,
    "mv": cp,
    "touch": touch,
    "chmod": chmod,
    "chown": chmod,
    "chcon": chmod,
    "restorecon": sync,
    "stat": stat,
    "find": find,
    "basename": base_name,
    "dirname": base_name,
    "readlink": base_name,
    "realpath": base_name,
    "df": df,
    "sync": sync,
}
