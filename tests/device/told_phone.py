"""A phone that answers each command with what a test or a recording says."""

from __future__ import annotations

from harness.device.shell import DEFAULT_TIMEOUT, Output


class ToldPhone:
    """Commands it was not told fail as on a phone: exit 127."""

    def __init__(self, answers, serial: str = "a1b2c3d4"):
        self.answers = dict(answers)
        self.serial = serial
        self.commands = []

    def run(self, command: str, timeout: float = DEFAULT_TIMEOUT) -> Output:
        self.commands.append(command)
        said = self.answers.get(command)
        if said is None:
            return Output(command, "", f"/system/bin/sh: {command.split(maxsplit=1)[0]}: not found\n", 127)
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        out, err, code = (said, "", 0) if isinstance(said, str) else said
        return Output(command, out, err, code)

    def push(self, content: bytes, path: str, mode: int = 0o644) -> None:
        raise NotImplementedError
