"""svc and service call: radios on and off, the IMEI."""

from __future__ import annotations

import re

from harness.virtual.shell.context import Call, Program

SWITCHES = {"wifi": "wifi_on", "data": "mobile_data", "bluetooth": "bluetooth_on"}
USB_FUNCTIONS = ("mtp", "ptp", "rndis", "midi")


async def svc(call: Call) -> int:
    """`svc wifi|data|bluetooth enable|disable`, `svc usb setFunctions`."""
    match call.args:
        case [radio, "enable" | "disable" as state] if radio in SWITCHES:
            call.device.settings.put("global", SWITCHES[radio], str(int(state == "enable")))
            return 0
        case ["usb", "setFunctions", *functions] if len(functions) <= 1 and set(functions) <= set(
            USB_FUNCTIONS
        ):
            for name in ("sys.usb.config", "sys.usb.state"):
                call.device.properties.put(name, ",".join([*functions, "adb"]))
            return 0
    return await call.fail(f"svc: unknown arguments {' '.join(call.args)}", 1)


async def service(call: Call) -> int:
    """`service call iphonesubinfo 1 [s16 com.android.shell]`."""
    identifiers = call.device.identifiers
    match call.args:
        case ["call", "iphonesubinfo", "1", *_]:  # getDeviceId
            return await call.say(parcel(identifiers.imei))
        case ["call", "iphonesubinfo", "3", "i32", "0" | "1" as slot, *_]:  # getDeviceIdForPhone
            return await call.say(parcel((identifiers.imei, identifiers.imei2)[int(slot)]))
    if call.args[:1] == ["call"] and call.args[1:]:
        return await call.say('Result: Parcel(Error: 0xffffffffffffffb6 "Not a data message")\n')
    return await call.fail(f"service: unknown arguments {' '.join(call.args)}", 10)


def parcel(text: str) -> str:
    """A parcel with one string as `service call` prints it: words in hexadecimal and their characters."""
    raw = (0).to_bytes(4, "little") + len(text).to_bytes(4, "little") + text.encode("utf-16-le") + b"\0\0"
    raw += bytes(-len(raw) % 4)
    lines = []
    for at in range(0, len(raw), 16):
        row = raw[at : at + 16]
        words = " ".join(f"{int.from_bytes(row[i : i + 4], 'little'):08x}" for i in range(0, len(row), 4))
        shown = re.sub(r"[^\x20-\x7e]", ".", row.decode("latin-1"))
        lines.append(f"  0x{at:08x}: {words:<35} '{shown:<16}'")
    return "Result: Parcel(\n" + "\n".join(lines) + ")\n"


COMMANDS: dict[str, Program] = {"svc": svc, "service": service}
