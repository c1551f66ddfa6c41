"""Android's key codes (AOSP KeyEvent.java), as far as a phone has those keys."""

from __future__ import annotations

CODES = {
    3: "home",
    4: "back",
    19: "dpad_up",
    20: "dpad_down",
    21: "dpad_left",
    22: "dpad_right",
    23: "dpad_center",
    24: "volume_up",
    25: "volume_down",
    26: "power",
    27: "camera",
    61: "tab",
    62: "space",
    66: "enter",
    67: "del",
    82: "menu",
    84: "search",
    111: "escape",
    112: "forward_del",
    122: "move_home",
    123: "move_end",
    164: "volume_mute",
    187: "app_switch",
    223: "sleep",
    224: "wakeup",
}
NAMES = {
    "delete": "del",
    "recent": "app_switch",
    "center": "dpad_center",
    "up": "dpad_up",
    "down": "dpad_down",
}


def name_of(key: str) -> str:
    """The name of a key given by code, by KEYCODE_ name or by uiautomator's word. ValueError: no such key."""
    if key.isdigit():
        if int(key) not in CODES:
            raise ValueError(f"no key {key}")
        return CODES[int(key)]
    name = key.lower().removeprefix("keycode_")
    name = NAMES.get(name, name)
    if name not in CODES.values():
        raise ValueError(f"no key {key}")
    return name
