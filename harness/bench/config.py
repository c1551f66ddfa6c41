"""`devices.yaml`: which handsets stand on the bench, written by people, read strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from harness.bench.record import BenchRecord, ItemRecord
from harness.ledger.document import read_document
from harness.ledger.suggestion import meant
from harness.ledger.validation import Entry, validate, wrong
from harness.model.errors import SetupError

NetworkMode = Literal["gateway", "proxy"]
DEFAULT_FILE = Path("devices.yaml")
"""The bench of the folder that a command is called in."""
UNSAID: NetworkMode = "proxy"
"""The network of an entry that names none."""
NOWHERE = frozenset({"test", "example", "invalid", "localhost"})
"""Top-level domains that nobody can register (RFC 2606)."""


def _folder(path: str) -> str:
    if not Path(path).is_dir():
        raise ValueError("wanted a folder that is there")
    return path


Folder = Annotated[str, AfterValidator(_folder)]
"""A folder that is there, as a path from where the command runs."""


class VirtualHandset(Entry):
    """A virtual handset: its firmware (a name or a file), and folders of more that it may have."""

    firmware: str
    behaviours: list[Folder] = Field(default_factory=list)
    firmwares: list[Folder] = Field(default_factory=list)
    apps: list[Folder] = Field(default_factory=list)
    time_scale: float = Field(default=240, gt=0, le=3600)
    ambient: bool = True


class Rehearsal(Entry):
    """The stand-in cloud of a virtual handset that somebody started by hand: its zone and its CA.

    `gateway` is the file that was given to the handset as `--gateway`, where the recorder is its router.
    """

    zone: str
    upstream_ca: str
    gateway: str | None = None


class AdbHandset(Entry):
    """A real phone or an emulator: its adb serial and the bench's address on the local network.

    `rehearsal` stands with a virtual handset that outlives the invocation, and with nothing else.
    `interface` is the bench's network interface towards a phone whose only router it is.
    """

    serial: str
    bench_address: str
    canary_domain: str
    rehearsal: Rehearsal | None = None
    interface: str | None = Field(default=None, pattern=r"^[\w.-]{1,15}$")

    @model_validator(mode="after")
    def _found_by_a_phone(self) -> AdbHandset:
        top = self.canary_domain.rstrip(".").rpartition(".")[2].lower()
        if self.rehearsal is None and top in NOWHERE:
            wanted = "wanted a canary_domain that is registered"
            raise ValueError(f"{wanted}, found {self.canary_domain}: no phone finds .{top}")
        return self


class DeviceEntry(Entry):
    """One handset; exactly one of `virtual` and `adb`.

    `network` says how its traffic comes to the recorder (method §5): `gateway`, as to the phone's only
    router, or `proxy`, by the phone's proxy setting.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,60}$")
    virtual: VirtualHandset | None = None
    adb: AdbHandset | None = None
    network: NetworkMode | None = None
    item: ItemRecord | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> DeviceEntry:
        if (self.virtual is None) == (self.adb is None):
            raise ValueError(f"{self.name}: wanted exactly one of virtual and adb")
        return self

    @model_validator(mode="after")
    def _a_way_to_the_router(self) -> DeviceEntry:
        wire = self._wire()
        if self.adb is not None and self.network == "gateway":
            if self.adb.rehearsal and not wire:
                raise ValueError(f"{self.name}: wanted rehearsal.gateway, the file given as --gateway")
            if not self.adb.rehearsal and not self.adb.interface:
                raise ValueError(f"{self.name}: wanted adb.interface, towards the phone (docs/gateway.md)")
        if wire and self.network == "proxy":
            raise ValueError(f"{self.name}: wanted network: gateway beside rehearsal.gateway")
        return self

    def _wire(self) -> str | None:
        """The file that names the gateway port to a virtual handset started by hand."""
        rehearsal = self.adb.rehearsal if self.adb else None
        return rehearsal.gateway if rehearsal else None

    @property
    def mode(self) -> NetworkMode:
        """How its traffic comes to the recorder."""
        return self.network or ("gateway" if self._wire() else UNSAID)


class DevicesFile(Entry):
    """The whole file."""

    schema_: Literal["claims/devices/v1"] = Field(alias="schema")
    bench: BenchRecord | None = None
    devices: list[DeviceEntry] = Field(min_length=1)


def unread(error: OSError | UnicodeDecodeError) -> str:
    """What was found in place of a text file, in words."""
    if isinstance(error, UnicodeDecodeError):
        return "bytes that are no UTF-8 text"
    words = {FileNotFoundError: "no such file", IsADirectoryError: "a folder"}
    return words.get(type(error), f"that it cannot be read ({error.strerror})")


def load_file(path: Path) -> DevicesFile:
    """A whole file.  Raises SetupError with file and line."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        found = unread(error)
        raise SetupError(f"{path}: wanted the bench's devices, found {found}; give --devices FILE") from error
    document = read_document(text, str(path))
    file = validate(document, DevicesFile)
    seen: set[str] = set()
    for index, device in enumerate(file.devices):
        if device.name in seen:
            raise wrong(
                document, ("devices", index, "name"), f"wanted each name once, found {device.name} again"
            )
        seen.add(device.name)
    return file


def load_devices(path: Path) -> tuple[DeviceEntry, ...]:
    """The handsets of a file.  Raises SetupError with file and line."""
    return tuple(load_file(path).devices)


def select(devices: tuple[DeviceEntry, ...], names: tuple[str, ...]) -> tuple[DeviceEntry, ...]:
    """The named handsets, all where none is named.  Raises SetupError for an unknown name."""
    known = {device.name: device for device in devices}
    for name in names:
        if name not in known:
            near = meant(name, known) or " See `claims devices`"
            raise SetupError(f"wanted a handset of {', '.join(known)}, found {name!r}.{near}")
    return tuple(known[name] for name in dict.fromkeys(names)) or devices
