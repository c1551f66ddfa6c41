"""Makes three changes on a memory phone and is killed (SIGKILL) at its nth command."""

from __future__ import annotations

import sys
from pathlib import Path

from memory_phone import MemoryPhone

from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.radio import Bluetooth
from harness.device.setting import Proxy, Setting

root, journal, number, after = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "after"
phone = MemoryPhone(root, kill_at=number, after=after)
changes = Changes(phone, KINDS, folder=journal)
changes.change(Proxy(), "127.0.0.1:8080")
changes.change(Setting("secure", "upload_log_pref"), "0")
changes.change(Bluetooth(), new=False)
