"""The ledger: what is claimed, what acts give to whom, who stands behind a host, and what to record.

Texts of `features/*.yaml` go in (`document.py` keeps the line of every key), are checked against
published schemas (`*_file.py`) and the contracts of the rules (`contract`), and come out as
frozen nouns of `harness.model`: `load_ledger`, `load_acts`, `load_destinations`.  `read_scenarios` reads the
features in these words (`features`, `arm_table`, `wording`, `judged`); `plan` lists every part and arm that
a run needs before its first act; `classify` says what a host is to the acts of an arm.  Nothing here touches
a file: whoever calls reads the text.  What is wrong raises SetupError in one line with the file, the line
and, where a name is not known, what may have been meant.
"""

from harness.ledger.acts import Acts, load_acts
from harness.ledger.contract import ConditionName, Contracts, RuleContract
from harness.ledger.destinations import Context, Destinations, classify, load_destinations
from harness.ledger.ledger_loading import load_ledger
from harness.ledger.plan import Offers, Selection, plan
from harness.ledger.register import App, Ledger, Vendor, check, markers
from harness.ledger.scenarios import read_scenarios

__all__ = [
    "Acts",
    "App",
    "ConditionName",
    "Context",
    "Contracts",
    "Destinations",
    "Ledger",
    "Offers",
    "RuleContract",
    "Selection",
    "Vendor",
    "check",
    "classify",
    "load_acts",
    "load_destinations",
    "load_ledger",
    "markers",
    "plan",
    "read_scenarios",
]
