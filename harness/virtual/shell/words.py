"""The words of a script: quotes, parameters, substitutions. `WordReader` is the reader's lower half."""

from __future__ import annotations

import re

from harness.virtual.shell.syntax import (
    BREAKS,
    Arithmetic,
    Literal,
    Parameter,
    Part,
    Sequence,
    ShellSyntaxError,
    Substitution,
    Word,
)

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
REDIRECT = re.compile(r"(\d?)(>>|>&|<&|<<|>|<)")
DEEPEST = 60


class WordReader:
    """A place in a text, and how to read a word from there."""

    def __init__(self, text: str, depth: int) -> None:
        if depth > DEEPEST:
            raise ShellSyntaxError("syntax error: nested too deeply")
        self.text, self.at, self.depth = text, 0, depth

    # --- characters

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.text)

    def peek(self, count: int = 1) -> str:
        """The next characters."""
        return self.text[self.at : self.at + count]

    def skip_blank(self, newlines: str = "") -> None:
        """Over blanks, comments and joined lines; over `newlines` too."""
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
        """What stands here, for reserved words and messages."""
        end = self.at
        while end < len(self.text) and self.text[end] not in BREAKS:
            end += 1
        return self.text[self.at : end] or self.peek() or "end of file"

    def take_word(self, word: str) -> bool:
        """Over a reserved word, if it stands here."""
        if self.peek_word() != word:
            return False
        self.at += len(word)
        return True

    def expect(self, word: str) -> None:
        """Over a reserved word that must come. ShellSyntaxError: another one did."""
        self.skip_blank("\n;")
        if not self.take_word(word):
            raise ShellSyntaxError(f"syntax error: unexpected '{self.peek_word()}'")

    # --- words

    def word(self) -> Word:
        """The word that begins here."""
        parts: list[Part] = []
        while not self.at_end() and self.peek() not in BREAKS:
            parts.extend(self.part())
        return Word(tuple(parts))

    def part(self) -> list[Part]:
        """The next part of a word."""
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
        """The parts between double quotes; the first one is read already."""
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
        """A parameter or substitution."""
        if self.peek() == "`":
            end = self.text.find("`", self.at + 1)
            if end < 0:
                raise ShellSyntaxError("syntax error: no closing quote")
            inner, self.at = self.text[self.at + 1 : end], end + 1
            script, end = self.script(inner, 0)
            if end < len(inner):
                raise ShellSyntaxError(f"syntax error: unexpected '{inner[end:]}'")
            return Substitution(script, quoted)
        if self.peek(3) == "$((":
            inner = self.enclosed(3, "))")
            return Arithmetic(self.whole_word(inner), quoted)
        if self.peek(2) == "$(":
            self.at += 2
            script, self.at = self.script(self.text, self.at)
            if self.peek() != ")":
                raise ShellSyntaxError("syntax error: unmatched '('")
            self.at += 1
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
        """`${...}`."""
        inner = self.enclosed(2, "}")
        match = re.fullmatch(
            r"(#?)([A-Za-z_][A-Za-z0-9_]*|[0-9?$#@*])(?:(:?[-=+]|##?|%%?)(.*))?", inner, re.DOTALL
        )
        if match is None:
            raise ShellSyntaxError(f"syntax error: bad substitution ${{{inner}}}")
        word = None if match[3] is None else self.whole_word(match[4])
        return Parameter(match[2], "length" if match[1] else (match[3] or ""), word, quoted)

    def enclosed(self, opening: int, closing: str) -> str:
        """The text up to the closing mark that belongs to this opening one."""
        start, level, at = self.at + opening, 0, self.at + opening
        opener = {"}": "{", "))": "("}[closing]
        while at < len(self.text):
            if level == 0 and self.text.startswith(closing, at):
                self.at = at + len(closing)
                return self.text[start:at]
            level += {opener: 1, closing[0]: -1}.get(self.text[at], 0)
            at += 1
        raise ShellSyntaxError(f"syntax error: no closing '{closing}'")

    def whole_word(self, text: str) -> Word:
        """A text that is one word whatever blanks it holds, as between braces."""
        return type(self)('"' + text.replace('"', '\\"') + '"', self.depth + 1).word()

    def script(self, text: str, at: int) -> tuple[Sequence, int]:
        """The script inside a substitution, and where it ends. The parser above knows how to read it."""
        raise NotImplementedError
