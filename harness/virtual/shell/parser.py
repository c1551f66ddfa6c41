"""Reads a script: a recursive descent over the characters, since sh's words depend on where they stand."""

from __future__ import annotations

import re

from harness.virtual.shell.syntax import (
    BREAKS,
    RESERVED,
    AndOr,
    Arithmetic,
    Choice,
    Command,
    Each,
    Group,
    Literal,
    Loop,
    Parameter,
    Part,
    Pipeline,
    Redirect,
    Sequence,
    ShellSyntaxError,
    Simple,
    Substitution,
    Word,
)

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
REDIRECT = re.compile(r"(\d?)(>>|>&|<&|<<|>|<)")
DEEPEST = 60


def parse(text: str, depth: int = 0) -> Sequence:
    """The script. ShellSyntaxError: with the word that was not expected."""
    parser = _Parser(text, depth)
    script = parser.sequence()
    if not parser.at_end():
        raise ShellSyntaxError(f"syntax error: unexpected '{parser.peek_word()}'")
    return script


class _Parser:
    def __init__(self, text: str, depth: int) -> None:
        if depth > DEEPEST:
            raise ShellSyntaxError("syntax error: nested too deeply")
        self.text, self.at, self.depth = text, 0, depth

    # --- characters

    def at_end(self) -> bool:
        return self.at >= len(self.text)

    def peek(self, count: int = 1) -> str:
        return self.text[self.at : self.at + count]

    def skip_blank(self, newlines: str = "") -> None:
        while not self.at_end():
            here = self.peek()
            if here in " \t" or (newlines and here in newlines):
                self.at += 1
            elif self.peek(2) == "\\\n":
                self.at += 2
            elif here == "#" and (self.at == 0 or self.text[self.at - 1] in BREAKS):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return

    def peek_word(self) -> str:
        end = self.at
        while end < len(self.text) and self.text[end] not in BREAKS:
            end += 1
        return self.text[self.at : end] or self.peek() or "end of file"

    def take_word(self, word: str) -> bool:
        if self.peek_word() != word:
            return False
        self.at += len(word)
        return True

    def expect(self, word: str) -> None:
        self.skip_blank("\n;")
        if not self.take_word(word):
            raise ShellSyntaxError(f"syntax error: unexpected '{self.peek_word()}'")

    # --- lists

    def sequence(self, *ends: str) -> Sequence:
        items: list[AndOr] = []
        while True:
            self.skip_blank("\n")
            if self.at_end() or self.peek() == ")" or self.peek_word() in (*RESERVED, *ends):
                return Sequence(tuple(items))
            item, background = self.and_or(), False
            self.skip_blank()
            if self.peek() == "&":
                self.at += 1
                background = True
            elif self.peek() in (";", "\n") and not self.at_end():
                self.at += 1
            items.append(AndOr(item, background))
            if not background and self.text[self.at - 1] not in ";\n":
                return Sequence(tuple(items))

    def and_or(self) -> tuple[tuple[str, Pipeline], ...]:
        parts = [("", self.pipeline())]
        while True:
            self.skip_blank()
            operator = self.peek(2)
            if operator not in ("&&", "||"):
                return tuple(parts)
            self.at += 2
            self.skip_blank("\n")
            parts.append((operator, self.pipeline()))

    def pipeline(self) -> Pipeline:
        self.skip_blank()
        negated = self.take_word("!")
        commands = [self.command()]
        while True:
            self.skip_blank()
            if self.peek() != "|" or self.peek(2) == "||":
                return Pipeline(tuple(commands), negated)
            self.at += 1
            self.skip_blank("\n")
            commands.append(self.command())

    # --- commands

    def command(self) -> Command:
        self.skip_blank()
        self.depth += 1
        if self.depth > DEEPEST:
            raise ShellSyntaxError("syntax error: nested too deeply")
        try:
            return self._command()
        finally:
            self.depth -= 1

    def _command(self) -> Command:
        word = self.peek_word()
        if self.peek() == "(":
            self.at += 1
            body = self.sequence()
            if self.peek() != ")":
                raise ShellSyntaxError("syntax error: unmatched '('")
            self.at += 1
            return Group(body, subshell=True, redirects=self.redirects())
        compound = {
            "{": self.group,
            "while": self.loop,
            "until": self.loop,
            "for": self.each,
            "if": self.choice,
        }
        if word in compound:
            self.at += len(word)
            return compound[word](word)
        return self.simple()

    def group(self, _: str) -> Command:
        body = self.sequence("}")
        self.expect("}")
        return Group(body, subshell=False, redirects=self.redirects())

    def loop(self, word: str) -> Command:
        condition = self.sequence("do")
        self.expect("do")
        body = self.sequence("done")
        self.expect("done")
        return Loop(condition, body, until=word == "until", redirects=self.redirects())

    def each(self, _: str) -> Command:
        self.skip_blank()
        name = self.peek_word()
        if not NAME.fullmatch(name):
            raise ShellSyntaxError(f"syntax error: unexpected '{name}'")
        self.at += len(name)
        self.skip_blank("\n")
        words = []
        if self.take_word("in"):
            self.skip_blank()
            while not self.at_end() and self.peek() not in ";\n":
                words.append(self.word())
                self.skip_blank()
        self.expect("do")
        body = self.sequence("done")
        self.expect("done")
        return Each(name, tuple(words), body, redirects=self.redirects())

    def choice(self, _: str) -> Command:
        branches, otherwise = [], None
        while True:
            condition = self.sequence("then")
            self.expect("then")
            branches.append((condition, self.sequence("elif", "else", "fi")))
            self.skip_blank("\n;")
            if self.take_word("elif"):
                continue
            if self.take_word("else"):
                otherwise = self.sequence("fi")
            self.expect("fi")
            return Choice(tuple(branches), otherwise, redirects=self.redirects())

    def simple(self) -> Command:
        assignments: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        while True:
            self.skip_blank()
            if found := self.redirect():
                redirects.append(found)
                continue
            if self.at_end() or self.peek() in BREAKS:
                break
            match = ASSIGNMENT.match(self.text, self.at) if not words else None
            if match:
                self.at = match.end()
                assignments.append((match[1], self.word()))
            else:
                words.append(self.word())
        if not assignments and not words and not redirects:
            raise ShellSyntaxError(f"syntax error: unexpected '{self.peek_word()}'")
        if self.peek() == "(":
            raise ShellSyntaxError("syntax error: unexpected '('")
        return Simple(tuple(assignments), tuple(words), tuple(redirects))

    def redirects(self) -> tuple[Redirect, ...]:
        found: list[Redirect] = []
        while True:
            self.skip_blank()
            item = self.redirect()
            if item is None:
                return tuple(found)
            found.append(item)

    def redirect(self) -> Redirect | None:
        match = REDIRECT.match(self.text, self.at)
        if match is None:
            return None
        operator = match[2]
        if operator in ("<<", "<&"):
            raise ShellSyntaxError(f"syntax error: unexpected '{operator}'")
        self.at = match.end()
        self.skip_blank()
        descriptor = int(match[1]) if match[1] else (0 if operator == "<" else 1)
        return Redirect(descriptor, operator, self.word())

    # --- words

    def word(self) -> Word:
        parts: list[Part] = []
        while not self.at_end() and self.peek() not in BREAKS:
            parts.extend(self.part())
        return Word(tuple(parts))

    def part(self) -> list[Part]:
        here = self.peek()
        if here == "'":
            end = self.text.find("'", self.at + 1)
            if end < 0:
                raise ShellSyntaxError("syntax error: no closing quote")
            text, self.at = self.text[self.at + 1 : end], end + 1
            return [Literal(text, quoted=True)]
        if here == '"':
            self.at += 1
            return self.double_quoted()
        if here == "\\":
            text, self.at = self.text[self.at + 1 : self.at + 2], min(self.at + 2, len(self.text))
            return [Literal(text or "\\", quoted=True)] if text != "\n" else []
        if here in "$`":
            return [self.dollar(quoted=False)]
        start = self.at
        while not self.at_end() and self.peek() not in BREAKS + "'\"\\$`":
            self.at += 1
        return [Literal(self.text[start : self.at], quoted=False)]

    def double_quoted(self) -> list[Part]:
        parts: list[Part] = [Literal("", quoted=True)]
        text = ""
        while True:
            if self.at_end():
                raise ShellSyntaxError("syntax error: no closing quote")
            here = self.peek()
            if here == '"':
                self.at += 1
                return [*parts, Literal(text, quoted=True)]
            if here == "\\" and self.text[self.at + 1 : self.at + 2] in tuple('$`"\\\n'):
                text += self.text[self.at + 1 : self.at + 2].replace("\n", "")
                self.at += 2
            elif here in "$`":
                parts += [Literal(text, quoted=True), self.dollar(quoted=True)]
                text = ""
            else:
                text += here
                self.at += 1

    def dollar(self, *, quoted: bool) -> Part:
        if self.peek() == "`":
            end = self.text.find("`", self.at + 1)
            if end < 0:
                raise ShellSyntaxError("syntax error: no closing quote")
            inner, self.at = self.text[self.at + 1 : end], end + 1
            return Substitution(parse(inner, self.depth + 1), quoted)
        if self.peek(3) == "$((":
            inner = self.enclosed(3, "))")
            return Arithmetic(_whole_word(inner, self.depth + 1), quoted)
        if self.peek(2) == "$(":
            self.at += 2
            nested = _Parser(self.text, self.depth + 1)
            nested.at = self.at
            script = nested.sequence()
            if nested.peek() != ")":
                raise ShellSyntaxError("syntax error: unmatched '('")
            self.at = nested.at + 1
            return Substitution(script, quoted)
        if self.peek(2) == "${":
            return self.braced(quoted=quoted)
        match = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*|[0-9?$#@*!])").match(self.text, self.at)
        if match is None:
            self.at += 1
            return Literal("$", quoted=quoted)
        self.at = match.end()
        return Parameter(match[1], "", None, quoted)

    def braced(self, *, quoted: bool) -> Part:
        inner = self.enclosed(2, "}")
        match = re.fullmatch(
            r"(#?)([A-Za-z_][A-Za-z0-9_]*|[0-9?$#@*])(?:(:?[-=+]|##?|%%?)(.*))?", inner, re.DOTALL
        )
        if match is None:
            raise ShellSyntaxError(f"syntax error: bad substitution ${{{inner}}}")
        word = None if match[3] is None else _whole_word(match[4], self.depth + 1)
        return Parameter(match[2], "length" if match[1] else (match[3] or ""), word, quoted)

    def enclosed(self, opening: int, closing: str) -> str:
        start, level, at = self.at + opening, 0, self.at + opening
        opener = {"}": "{", "))": "("}[closing]
        while at < len(self.text):
            if level == 0 and self.text.startswith(closing, at):
                self.at = at + len(closing)
                return self.text[start:at]
            level += {opener: 1, closing[0]: -1}.get(self.text[at], 0)
            at += 1
        raise ShellSyntaxError(f"syntax error: no closing '{closing}'")


def _whole_word(text: str, depth: int) -> Word:
    """A text that is one word whatever blanks it holds, as between braces."""
    parser = _Parser('"' + text.replace('"', '\\"') + '"', depth)
    return parser.word()
