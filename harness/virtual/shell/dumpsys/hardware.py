"""dumpsys battery, power, telephony.registry, bluetooth_manager, usb. Fixed values are synthetic."""

from __future__ import annotations

from harness.virtual.shell.context import Call, Program


async def battery(call: Call) -> int:
    """A full battery on USB."""
    return await call.say(
        "Current Battery Service state:\n  AC powered: false\n"
        "  USB powered: true\n  Wireless powered: false\n"
        "  Max charging current: 500000\n  Max charging voltage: 5000000\n"
        "  Charge counter: 3900000\n  status: 5\n"
        "  health: 2\n  present: true\n  level: 100\n  scale: 100\n  voltage: 4380\n  temperature: 290\n"
        "  technology: Li-poly\n"
    )


async def power(call: Call) -> int:
    """Whether the screen is on."""
    on = call.device.windows.screen_on
    return await call.say(
        "POWER MANAGER (dumpsys power)\n\nPower Manager State:\n"
        f"  mWakefulness={'Awake' if on else 'Asleep'}\n  mIsPowered=true\n  mBatteryLevel=100\n"
        f"  mHoldingDisplaySuspendBlocker={str(on).lower()}\n"
        f"Display Power: state={'ON' if on else 'OFF'}\n"
    )


async def telephony(call: Call) -> int:
    """No SIM, no service, no data connection."""
    return await call.say(
        "last known state:\n  Phone Id=0\n    mCallState=0\n    "
        "mServiceState=1 1 voice out of service data out of service\n"
        "    mDataConnectionState=0\n    mDataActivity=0\n    mSignalStrength=SignalStrength: 99\n"
    )


async def bluetooth(call: Call) -> int:
    """The state of the adapter."""
    on = call.device.settings.get("global", "bluetooth_on") == "1"
    return await call.say(
        f"Bluetooth Status\n  enabled: {str(on).lower()}\n  state: {'ON' if on else 'OFF'}\n"
        f"  address: {call.device.identifiers.bluetooth_mac}\n"
    )


async def usb(call: Call) -> int:
    """The functions of the port."""
    functions = call.device.properties.get("sys.usb.state").upper()
    return await call.say(
        "USB MANAGER STATE (dumpsys usb):\n  device_manager\n"
        f"    current_functions={functions}\n    connected=true\n    configured=true\n"
    )


SERVICES: dict[str, Program] = {
    "battery": battery,
    "power": power,
    "telephony.registry": telephony,
    "bluetooth_manager": bluetooth,
    "usb": usb,
}
