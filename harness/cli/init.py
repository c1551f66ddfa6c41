"""`claims init`: a bench of one's own, in the present folder."""

from __future__ import annotations

from harness.bench.config import DEFAULT_FILE
from harness.cli.terminal import say, terminal
from harness.model.errors import SetupError
from harness.report.allure_html import PACKAGE
from harness.ruling.shipped import devices_example


def init() -> None:
    """Write a `devices.yaml` into this folder.

    Virtual handsets, and how a phone is added.  A file that is there already is left as it is.
    """
    text = devices_example().read_text("utf-8")
    try:
        with DEFAULT_FILE.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise SetupError(f"wanted a folder without {DEFAULT_FILE}, found one: it is left as it is") from error
    except OSError as error:
        raise SetupError(f"wanted to write {DEFAULT_FILE}, found: {error.strerror}") from error
    console = terminal()
    say(console, f"{DEFAULT_FILE} names virtual handsets and says how a phone is added.")
    say(console, f"Next: `claims run`.  `npm install {PACKAGE}` in this folder adds an HTML report.")
