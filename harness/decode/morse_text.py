"""Morse code (ITU-R M.1677-1) in dots and dashes, letters apart by spaces, words by slashes."""

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "morse"
CERTAIN = False
_LEAST = 12
_SIGNS = b".- /|_*\xe2\x80\xa2\x93\x94\x88\x92\xc2\xb7\r\n\t"
_TABLE = dict(
    zip(
        [
            ".-",
            "-...",
            "-.-.",
            "-..",
            ".",
            "..-.",
            "--.",
            "....",
            "..",
            ".---",
            "-.-",
            ".-..",
            "--",
            "-.",
            "---",
            ".--.",
            "--.-",
            ".-.",
            "...",
            "-",
            "..-",
            "...-",
            ".--",
            "-..-",
            "-.--",
            "--..",
            "-----",
            ".----",
            "..---",
            "...--",
            "....-",
            ".....",
            "-....",
            "--...",
            "---..",
            "----.",
            ".-.-.-",
            "--..--",
            "..--..",
            "-..-.",
            "-....-",
            ".----.",
            "-.--.",
            "-.--.-",
            "---...",
            "-...-",
            ".-.-.",
            ".--.-.",
            ".-..-.",
            "..--.-",
            "-.-.--",
            "-.-.-.",
            ".-...",
        ],
        "abcdefghijklmnopqrstuvwxyz0123456789.,?/-'():=+@\"_!;&",
        strict=True,
    )
)


def matches(data: bytes) -> bool:
    """Whether it is dots, dashes and separators alone."""
    return len(data) >= _LEAST and not data.translate(None, _SIGNS) and b" " in data.translate(None, b"\r\n")


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text in small letters.  Raises ValueError where a group is no letter."""
    text = data.decode("utf-8")
    for sign, usual in (
        ("•", "."),
        ("·", "."),
        ("*", "."),
        ("–", "-"),
        ("—", "-"),
        ("−", "-"),
        ("_", "-"),
        ("|", "/"),
    ):
        text = text.replace(sign, usual)
    spelled = []
    for word in text.split("/"):
        groups = word.split()
        if any(group not in _TABLE for group in groups):
            raise ValueError("a group is no letter")
        spelled.append("".join(_TABLE[group] for group in groups))
    plain = " ".join(spelled).encode()
    if len(plain) < 4:  # noqa: PLR2004 (a word)
        raise ValueError("too few letters")
    return [(NAME, plain)]
