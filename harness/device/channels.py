"""The ways out of a phone, each read back: recorded, proven off, or unobserved (method §5).

Proven off means that the phone itself says so now; the reader is called at both ends of an arm.  The
raw text that a state was read from goes with it, so that somebody else can read it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from harness.device.shell import Shell, text
from harness.model.errors import SetupError
from harness.model.lines import ChannelState

NO_PROXY = frozenset({"null", "", ":0"})
"""What a phone's setting says where there is no proxy."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out, its state, and what was read (`command: output`, one line each)."""

    name: str
    state: ChannelState
    read: str


class _Reader:
    """Asks the phone and keeps what it said."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._said: list[str] = []

    def ask(self, command: str) -> str | None:
        """The answer, or None where the phone refused: a channel that cannot be read is unobserved."""
        try:
            said = text(self._shell, command, timeout=10).strip()
        except SetupError as error:
            self._said.append(f"{command}: {error}")
            return None
        self._said.append(f"{command}: {said[:2000]}")
        return said

    def close(self, name: str, state: ChannelState) -> Channel:
        return Channel(name, state, "\n".join(self._said))


def read_channels(shell: Shell, proxy: str | None) -> tuple[Channel, ...]:
    """Every way out.  `proxy` ("host:port") is the recorder's address that the phone must be set to.

    Where the recorder is the phone's only router (None) whatever leaves by Wi-Fi passes it, IPv6 included,
    and no proxy may stand between an app and what it says.

    Raises MeasurementLost only: what a phone refuses to tell is unobserved.
    """
    found = [_wifi_ipv4(_Reader(shell), proxy)]
    for name, prove in OFF_PROOFS.items():
        reader = _Reader(shell)
        if proxy is None and name == "ipv6":
            found.append(_wifi_ipv6(reader))
            continue
        proven = prove(reader)
        found.append(reader.close(name, ChannelState.OFF if proven else ChannelState.UNOBSERVED))
    return tuple(found)


def _wifi_ipv6(reader: _Reader) -> Channel:
    """Recorded where only Wi-Fi has an address that reaches farther than its link; off without any."""
    if _ipv6(reader):
        return reader.close("ipv6", ChannelState.OFF)
    said = reader.ask("ip -6 addr show")
    links = re.findall(r"^\d+: ([^:@\s]+)|\binet6 \S+ .*\bscope (\w+)", said or "", re.MULTILINE)
    device, reaching = "", set()
    for name, scope in links:
        device = name or device
        if scope == "global":
            reaching.add(device)
    recorded = said is not None and all(re.fullmatch(r"wlan\d+", name) for name in reaching)
    return reader.close("ipv6", ChannelState.RECORDED if recorded else ChannelState.UNOBSERVED)


def _wifi_ipv4(reader: _Reader, proxy: str | None) -> Channel:
    setting = reader.ask("settings get global http_proxy")
    addresses = reader.ask("ip -4 addr show")
    address = re.search(r"\binet [\d.]+/\d+ .*\bscope global\b.*\bwlan\d", addresses or "")
    wanted = NO_PROXY if proxy is None else {proxy}
    recorded = setting in wanted and address is not None
    return reader.close("wifi-ipv4", ChannelState.RECORDED if recorded else ChannelState.UNOBSERVED)


def _ipv6(reader: _Reader) -> bool:
    """No interface but loopback has an IPv6 address, not even one of its link.

    Two readings, since an empty one alone would prove nothing: `/proc/net/if_inet6` (address, index,
    prefix, scope, flags, device) has loopback's row or the kernel says that IPv6 is disabled, and `ip`
    shows none beyond host scope.
    """
    kernel = reader.ask("cat /proc/net/if_inet6")
    switch = reader.ask("cat /proc/sys/net/ipv6/conf/all/disable_ipv6")
    addresses = reader.ask("ip -6 addr show")
    rows = [line.split() for line in (kernel or "").splitlines() if line.strip()]
    if addresses is None or kernel is None or (not rows and switch != "1"):
        return False
    return all(row[-1] == "lo" for row in rows) and not re.search(r"\binet6 \S+ scope (?!host)", addresses)


def _cellular(reader: _Reader) -> bool:
    """Mobile data is switched off (for every subscription) and no data connection stands."""
    switch = reader.ask("settings get global mobile_data")
    registry = reader.ask("dumpsys telephony.registry")
    states = re.findall(r"\bmDataConnectionState=(-?\d+)", registry or "")
    return switch == "0" and bool(states) and all(state == "0" for state in states)


def _sms(reader: _Reader) -> bool:
    """No SIM in any slot."""
    states = [
        state.strip() for state in (reader.ask("getprop gsm.sim.state") or "").split(",") if state.strip()
    ]
    return bool(states) and all(state == "ABSENT" for state in states)


def _bluetooth(reader: _Reader) -> bool:
    """The setting and the adapter both say off."""
    switch = reader.ask("settings get global bluetooth_on")
    adapter = reader.ask("dumpsys bluetooth_manager")
    state = re.search(r"^\s*state: (\w+)", adapter or "", re.MULTILINE)
    enabled = re.search(r"^\s*enabled: (\w+)", adapter or "", re.MULTILINE)
    off = (state is None or state[1] == "OFF") and (enabled is None or enabled[1] == "false")
    return switch == "0" and off and (state is not None or enabled is not None)


def _usb_network(reader: _Reader) -> bool:
    """No tethering function in the USB configuration and no interface of its kind."""
    functions = reader.ask("getprop sys.usb.state") or reader.ask("getprop sys.usb.config")
    if not functions:
        current = re.search(r"\bcurrent_functions=(\S+)", reader.ask("dumpsys usb") or "")
        functions = current[1].lower() if current else None
    links = reader.ask("ip link show")
    if not functions or not links:
        return False
    tethering = {"rndis", "ncm", "ecm", "eem"} & set(re.split(r"[,|]", functions))
    return not tethering and not re.search(r"^\d+: (rndis|usb|ncm|ecm)\d", links, re.MULTILINE)


OFF_PROOFS: dict[str, Callable[[_Reader], bool]] = {
    "ipv6": _ipv6,
    "cellular": _cellular,
    "sms": _sms,
    "bluetooth": _bluetooth,
    "usb-network": _usb_network,
}
