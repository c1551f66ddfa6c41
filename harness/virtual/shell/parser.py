"""Reads a script: a recursive descent over the characters, since sh's words depend on where they stand."""

from __future__ import annotations

from harness.virtual.shell.syntax import (
    BREAKS,
    RESERVED,
    AndOr,
    Choice,
    Command,
    Each,
    Group,
    Loop,
    Pipeline,
    Redirect,
    Sequence,
    ShellSyntaxError,
    Simple,
    Word,
)
from harness.virtual.shell.words import ASSIGNMENT, DEEPEST, NAME, REDIRECT, WordReader


def parse(text: str, depth: int = 0) -> Sequence:
    """The script. ShellSyntaxError: with the word that was not expected."""
    parser = _Parser(text, depth)
    script = parser.sequence()
    if not parser.at_end():
        raise ShellSyntaxError(f"syntax error: unexpected '{parser.peek_word()}'")
    return script


class _Parser(WordReader):
    """Lists, pipes and commands."""

    # --- lists

    def sequence(self, *ends: str) -> Sequence:
        items: list[AndOr] = []
        while True:
            self.skip_blank("\n")
            if self.at_end() or self.peek() == ")" or self.peek_word() in (*RESERVED, *ends):
                return Sequence(tuple(items))
            items.append(AndOr(self.and_or()))
            self.skip_blank()
            if self.at_end() or self.peek() not in (";", "\n"):
                return Sequence(tuple(items))
            self.at += 1

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

    def script(self, text: str, at: int) -> tuple[Sequence, int]:
        """The script inside a substitution, and where it ends."""
        inner = _Parser(text, self.depth + 1)
        inner.at = at
        return inner.sequence(), inner.at
