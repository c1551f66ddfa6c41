"""Text filters: grep, head, tail, wc, tr, cut, sort, uniq, xargs, tee, dd's kin."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from harness.virtual.shell.commands.files import options
from harness.virtual.shell.context import Call, Program
from harness.virtual.shell.interpreter import run_program

LONGEST_PATTERN = 500


async def _lines(call: Call, names: list[str]) -> list[bytes]:
    """The lines of the files, or of stdin."""
    if not names:
        return (await call.stdin.read_all()).splitlines(keepends=True)
    return [
        line
        for name in names
        for line in call.device.files.read(call.path(name), call.uid).splitlines(keepends=True)
    ]


async def grep(call: Call) -> int:
    """`grep [-i -v -c -q -E -F -o -n -w] pattern [files]`; a line at a time, so that it works on a stream."""
    letters, words = options(call)
    if not words or letters - set("eivcqEFonws") or len(words[0]) > LONGEST_PATTERN:
        return await call.fail("grep: bad arguments", 2)
    text, *names = words
    letters |= {"egrep": {"E"}, "fgrep": {"F"}}.get(call.name, set())
    try:
        pattern = python_pattern(text, letters)
    except re.error:
        return await call.fail(f"grep: bad regex '{text}'", 2)
    count = number = 0
    async for line in _each_line(call, names):
        number += 1
        count += await _match(call, letters, pattern, line, number)
        if count and "q" in letters:
            return 0
    if "c" in letters:
        await call.say(f"{count}\n")
    return 0 if count else 1


def python_pattern(text: str, letters: set[str]) -> re.Pattern[str]:
    """The pattern as Python has it; a basic one has its special characters behind backslashes (POSIX 9.3)."""
    if "F" in letters:
        source = re.escape(text)
    elif "E" in letters:
        source = text
    else:
        source = re.sub(
            r"\\(.)|([|(){}+?])",
            lambda found: (found[1] if found[1] in "|(){}+?" else found[0]) if found[1] else "\\" + found[2],
            text,
        )
    if "w" in letters:
        source = rf"\b(?:{source})\b"
    return re.compile(source, re.IGNORECASE if "i" in letters else 0)


async def _each_line(call: Call, names: list[str]) -> AsyncIterator[str]:
    """The lines of the files, or of stdin as they come."""
    for line in _decoded(await _lines(call, names)) if names else []:
        yield line
    while not names and (raw := await call.stdin.read_line()):
        yield raw.decode("utf-8", "surrogateescape")


def _decoded(lines: list[bytes]) -> list[str]:
    return [line.decode("utf-8", "surrogateescape") for line in lines]


async def _match(call: Call, letters: set[str], pattern: re.Pattern[str], line: str, number: int) -> int:
    body = line.rstrip("\n")
    hit = pattern.search(body)
    if bool(hit) == ("v" in letters):
        return 0
    if not {"q", "c"} & letters:
        if "o" in letters:
            await call.say("".join(f"{found.group(0)}\n" for found in pattern.finditer(body)))
        else:
            await call.say((f"{number}:" if "n" in letters else "") + body + "\n")
    return 1


async def head(call: Call) -> int:
    """`head|tail [-n count | -count] [-c bytes] [files]`."""
    count, size, names, words = 10, -1, [], list(call.args)
    while words:
        word = words.pop(0)
        if word in ("-n", "-c") and words and words[0].lstrip("+-").isdigit():
            value = int(words.pop(0))
            count, size = (value, size) if word == "-n" else (count, value)
        elif re.fullmatch(r"-[nc]?\d+", word):
            value = int(word.lstrip("-nc"))
            count, size = (count, value) if word.startswith("-c") else (value, size)
        elif word.startswith("-") and word != "-":
            return await call.fail(f"{call.name}: Unknown option {word}")
        else:
            names.append(word)
    if call.name == "head" and not names and size < 0:
        for _ in range(count):
            line = await call.stdin.read_line()
            if not line:
                break
            await call.out(line)
        return 0
    lines = await _lines(call, names)
    content = b"".join(lines)
    if size >= 0:
        taken = content[:size] if call.name == "head" else content[-size:]
    else:
        taken = b"".join(lines[:count] if call.name == "head" else lines[-count:])
    if taken:
        await call.out(taken)
    return 0


async def wc(call: Call) -> int:
    """`wc [-l] [-w] [-c] [files]`."""
    letters, names = options(call)
    status = 0
    for name in names or [""]:
        try:
            content = b"".join(await _lines(call, [name] if name else []))
        except OSError as error:
            status = await call.fail(f"wc: {name}: {error.strerror}")
            continue
        numbers = {"l": content.count(b"\n"), "w": len(content.split()), "c": len(content)}
        chosen = [str(numbers[letter]) for letter in "lwc" if not letters or letter in letters]
        await call.say(" ".join(chosen) + (f" {name}" if name else "") + "\n")
    return status


async def tr(call: Call) -> int:
    """`tr [-d] set [set]` with single characters, ranges and the usual backslashes."""
    letters, words = options(call)
    if not words or letters - {"d"} or len(words) != (1 if "d" in letters else 2):
        return await call.fail("tr: bad arguments")
    sets = [_characters(word) for word in words]
    text = (await call.stdin.read_all()).decode("utf-8", "surrogateescape")
    if "d" in letters:
        return await call.say("".join(each for each in text if each not in sets[0]))
    padded = sets[1] + sets[1][-1:] * (len(sets[0]) - len(sets[1]))
    return await call.say(text.translate(dict(zip(map(ord, sets[0]), padded, strict=False))))


def _characters(word: str) -> str:
    text = word.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t")
    return re.sub(r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), text)


async def cut(call: Call) -> int:
    """`cut -d x -f n[,n]` or `-c a-b`."""
    words, given, names = list(call.args), {"-d": "\t"}, []
    while words:
        word = words.pop(0)
        if word in ("-d", "-f", "-c") and words:
            given[word] = words.pop(0)
        elif word[:2] in ("-d", "-f", "-c"):
            given[word[:2]] = word[2:]
        else:
            names.append(word)
    chosen = given.get("-f") or given.get("-c") or ""
    if not re.fullmatch(r"\d+(-\d*)?(,\d+(-\d*)?)*", chosen):
        return await call.fail("cut: bad list")
    for line in _decoded(await _lines(call, names)):
        body = line.rstrip("\n")
        fields: list[str] = body.split(given["-d"]) if "-f" in given else list(body)
        keep = []
        for piece in chosen.split(","):
            first, dash, last = piece.partition("-")
            end = (int(last) if last else len(fields)) if dash else int(first)
            keep += fields[int(first) - 1 : end]
        await call.say((given["-d"] if "-f" in given else "").join(keep) + "\n")
    return 0


async def sort(call: Call) -> int:
    """`sort [-u] [-r] [-n] [files]`, `uniq`."""
    letters, names = options(call)
    lines = [line.rstrip("\n") for line in _decoded(await _lines(call, names))]
    if call.name == "uniq":
        lines = [line for number, line in enumerate(lines) if number == 0 or lines[number - 1] != line]
    else:
        lines = sorted(set(lines) if "u" in letters else lines, reverse="r" in letters)
    return await call.say("".join(f"{line}\n" for line in lines))


async def tee(call: Call) -> int:
    """`tee [-a] files`."""
    letters, names = options(call)
    content = await call.stdin.read_all()
    for name in names:
        call.device.files.write(call.path(name), content, call.uid, append="a" in letters)
    if content:
        await call.out(content)
    return 0


async def xargs(call: Call) -> int:
    """`xargs command words`: one call with all words of stdin."""
    words = (await call.stdin.read_all()).decode("utf-8", "surrogateescape").split()
    if not call.args:
        return await call.say(" ".join(words) + "\n")
    name, *fixed = call.args
    return await run_program(Call(name, [*fixed, *words], call.context, call.stdin, call.out, call.err))


COMMANDS: dict[str, Program] = {
    "grep": grep,
    "egrep": grep,
    "fgrep": grep,
    "head": head,
    "tail": head,
    "wc": wc,
    "tr": tr,
    "cut": cut,
    "sort": sort,
    "uniq": sort,
    "tee": tee,
    "xargs": xargs,
}
