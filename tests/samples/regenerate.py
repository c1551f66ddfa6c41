"""Writes the expected reading beside each sample; look at the difference before it is committed.

`python tests/samples/regenerate.py` from the repository.  What the body was sent as stands in `AS`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.decode import Unwrapped, unwrap
from harness.model.message import Direction, ExchangeId, Message, Transport

SAMPLES = Path(__file__).parent
FORM = [["Content-Type", "application/x-www-form-urlencoded"]]

AS: dict[str, dict[str, Any]] = {
    "sensors": {
        "host": "sa.api.intl.miui.com",
        "target": "/sa?project=global_browser_mini&r=DE",
        "headers": FORM,
    },
    "onetrack/opaque": {
        "host": "tracking.intl.miui.com",
        "target": "/track/v4",
        "headers": [
            ["Content-Type", "application/octet-stream"],
            ["OT_SID", "a1b2c3d4e5f60718"],
            ["OT_ts", "1588150000123"],
            ["OT_net", "WIFI"],
            ["OT_sender", "com.mi.globalbrowser"],
            ["OT_protocol", "3.0"],
        ],
    },
    "onetrack/plain": {
        "host": "tracking.miui.com",
        "target": "/track/v4/o",
        "headers": [["Content-Type", "application/json"]],
    },
    "onetrack/key-exchange": {"host": "tracking.miui.com", "target": "/track/key_get", "headers": FORM},
    "onetrack/log-line": {"transport": "log", "host": "", "target": ""},
    "mistat": {"host": "data.mistat.intl.xiaomi.com", "target": "/mistats/v3", "headers": FORM},
    "miui-tracks": {"host": "tracking.miui.com", "target": "/tracks", "headers": FORM},
    "miota": {"host": "update.intl.miui.com", "target": "/updates/miotaV3.php"},
    "miota/answer": {"host": "update.intl.miui.com", "direction": "in", "target": ""},
    "revoke": {"host": "appauth.account.xiaomi.com", "target": "/pass/revokedev"},
    "ad-keywords": {"host": "globalapi.ad.xiaomi.com", "direction": "in", "target": ""},
    "mipush": {"transport": "tcp", "host": "app.chat.global.xiaomi.net", "target": ""},
    "dns": {"transport": "dns", "host": "8.8.8.8", "target": ""},
    "tls": {"transport": "tcp", "host": "161.117.1.2", "target": ""},
    "brotli": {"headers": [["Content-Encoding", "br"]]},
}


def message_of(path: Path) -> Message:
    """The message whose body a sample is."""
    case = f"{path.parent.name}/{path.stem}"
    how = {
        "host": "host.test",
        "target": "/up",
        "headers": [],
        **AS.get(path.parent.name, {}),
        **AS.get(case, {}),
    }
    return Message(
        exchange=ExchangeId(case),
        direction=Direction(how.get("direction", "out")),
        transport=Transport(how.get("transport", "http")),
        sequence=1,
        time_us=0,
        host=how["host"],
        port=443,
        method="POST" if how["target"] else "",
        target=how["target"].encode(),
        headers=tuple((n.encode(), v.encode()) for n, v in how["headers"]),
        body=path.read_bytes(),
    )


def as_json(read: Unwrapped) -> dict[str, Any]:
    """A reading as the golden files hold it."""
    return {
        "leaves": [
            [list(x.path), x.value.decode("utf-8", "backslashreplace"), x.field and x.field.citation]
            for x in read.leaves
        ],
        "events": [[x.channel, x.name, x.time_ms, list(x.path)] for x in read.events],
        "gaps": [[x.reason.value, list(x.path), x.detail, x.size] for x in read.gaps],
    }


def text_of(path: Path) -> str:
    """The golden text of a sample."""
    return json.dumps(as_json(unwrap(message_of(path))), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for sample in sorted(SAMPLES.glob("*/*.bin")):
        sample.with_suffix(".json").write_text(text_of(sample))
