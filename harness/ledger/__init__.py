"""The ledger: what is claimed, what acts give to whom, who stands behind a host, and what to record.

Texts of `features/*.yaml` go in (`document.py` keeps the line of every key), are checked against
published schemas (`*_file.py`), and come out as frozen nouns of `harness.model`:
`load_ledger`, `load_acts`, `load_destinations`.  `plan` lists every arm that a run needs before its
first act; `classify` says what a host is to the acts of an arm.  Nothing here touches a file: whoever
calls reads the text.  What is wrong raises SetupError in one line with the file and the line in it.
"""

from harness.ledger.acts import Acts, load_acts
from harness.ledger.destinations import Context, Destinations, classify, load_destinations
from harness.ledger.ledger_loading import load_ledger
from harness.ledger.plan import Selection, Session, arms, plan, sessions
from harness.ledger.register import App, Ledger, Switch, check, markers

__all__ = [
    "Acts",
    "App",
    "Context",
    "Destinations",
    "Ledger",
    "Selection",
    "Session",
    "Switch",
    "arms",
    "check",
    "classify",
    "load_acts",
    "load_destinations",
    "load_ledger",
    "markers",
    "plan",
    "sessions",
]
