"""The analytics token of an app, kept as its client keeps it.

Preference names and the 90 days come from the facts on the token (`anonymous_id`, `aigt`).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from harness.virtual.behaviours.filling import Values
from harness.virtual.behaviours.model import Token
from harness.virtual.phone import Phone

_DAY_MS = 86_400_000


def token(phone: Phone, package: str, rule: Token) -> str:
    """The token now; made where there is none or the old one is over its age."""
    path = _path(phone, package, rule)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        kept = {}
    now = phone.clock.now_ms()
    if not kept or now - kept["aigt"] >= rule.valid_days * _DAY_MS:
        kept = {"anonymous_id": Values(phone, package, {}).text(rule.source), "aigt": now}
    elif rule.renewed_by_use:
        kept["aigt"] = now
    else:
        return str(kept["anonymous_id"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept), encoding="utf-8")
    return str(kept["anonymous_id"])


def _path(phone: Phone, package: str, rule: Token) -> Path:
    """In the app's data, or hidden where `pm clear` does not reach; one for each way of making it."""
    kind = hashlib.sha256(f"{package} {rule.source}".encode()).hexdigest()[:8]
    if rule.survives_clear:
        return phone.state_dir / f".{kind}.json"
    return phone.store(package) / "shared_prefs" / f"mistat_{kind}.json"
