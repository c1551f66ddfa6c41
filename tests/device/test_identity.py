from pathlib import Path

import pytest

from harness.device.identity import identify, read_identity
from harness.device.properties import parse_properties
from harness.model.errors import SetupError
from harness.model.handset import HandsetKind

SAMPLE = Path(__file__).parents[1] / "samples/android-8.0.0-base-system/getprop.txt"
BASE = {"ro.build.fingerprint": "Xiaomi/x/x:9/P/V:user/release-keys", "ro.build.version.sdk": "28"}


def of(**properties):
    return identify({**BASE, **{key.replace("__", "."): value for key, value in properties.items()}}, "s")


def test_a_real_android_without_miui_is_a_handset_of_neither_system():
    found = identify(parse_properties(SAMPLE.read_text()), "s")
    assert (found.firmware.miui, found.firmware.hyperos, found.firmware.sdk) == ("", "", 26)
    assert found.firmware.fingerprint.startswith("google/fugu")


def test_miui_names_its_version_by_the_build():
    firmware = of(
        ro__miui__ui__version__name="V11",
        ro__build__version__incremental="V11.0.11.0.PCOMIXM",
        ro__product__mod_device="ginkgo_global",
    ).firmware
    assert (firmware.miui, firmware.hyperos) == ("V11.0.11.0.PCOMIXM", "")
    assert (firmware.international, firmware.build_region) == (True, "mi")


def test_hyperos_1_is_not_taken_for_miui():
    firmware = of(
        ro__miui__ui__version__name="V816",
        ro__build__version__incremental="V816.0.7.0.UOQCNXM",
        ro__mi__os__version__incremental="OS1.0.7.0.UOQCNXM",
        ro__miui__build__region="cn",
        ro__product__mod_device="houji",
    ).firmware
    assert (firmware.miui, firmware.hyperos) == ("", "OS1.0.7.0.UOQCNXM")
    assert (firmware.build_region, firmware.international) == ("cn", False)


def test_hyperos_2_is_known_by_its_build_alone():
    assert of(ro__build__version__incremental="OS2.0.8.0.UKOMIXM").firmware.hyperos == "OS2.0.8.0.UKOMIXM"
    assert of(ro__build__version__incremental="OS2.0.8.0.UKOMIXM").firmware.international is None


def test_simulation_and_emulation_show_their_marks():
    assert of().kind is HandsetKind.HANDSET
    assert of(ro__kernel__qemu="1").kind is HandsetKind.EMULATOR
    assert of(ro__hardware="ranchu").kind is HandsetKind.EMULATOR
    virtual = of(ro__claims__virtual__time_scale="60", ro__hardware="ranchu")
    assert virtual.kind is HandsetKind.SIMULATED
    assert virtual.virtual_marks == (("ro.claims.virtual.time_scale", "60"),)


def test_a_phone_without_a_fingerprint_is_not_identified(told):
    with pytest.raises(SetupError, match="fingerprint"):
        read_identity(told({"getprop": "[a]: [b]\n"}))
