"""The real adb server, adbutils and uiautomator2 against the virtual handset."""

import base64
import concurrent.futures
import gzip
import json
import socket
import statistics
import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from uiautomator2 import exceptions as failures

from harness.device.adb_server import AdbServer
from harness.device.automation import PhoneDisplay, _driving
from harness.device.change import Changes
from harness.device.channels import read_channels
from harness.device.clock import read_clock
from harness.device.counters import read_counters
from harness.device.hierarchy import Selector
from harness.device.identifiers import read_identifiers
from harness.device.identity import read_identity
from harness.device.kinds import KINDS
from harness.device.nonce import send_nonce
from harness.device.packages import read_digests, read_packages
from harness.device.radio import Bluetooth, Ipv6
from harness.device.reverse import Reverse
from harness.device.session import Device
from harness.device.setting import Proxy
from harness.device.sockets import SocketSampler
from harness.device.suspension import Suspended
from harness.device.trust import CaCertificate
from harness.device.ui import Ui
from harness.model.errors import MeasurementLost, SetupError
from harness.model.handset import HandsetKind
from harness.model.lines import ChannelState

BROWSER = "com.mi.globalbrowser"


@pytest.fixture(scope="module")
def bench(virtual_bench, tmp_path_factory):
    """An adb server, the cloud's ready line and a handset."""
    folder = tmp_path_factory.mktemp("bench")
    with (
        virtual_bench.cloud(folder / "cloud") as cloud,
        virtual_bench.handset(folder / "phone", cloud, "127.0.1.181") as (_, ready),
        AdbServer.start(folder) as server,
    ):
        yield server, cloud, ready


@pytest.fixture
def device(bench):
    server, _, ready = bench
    return Device.open(server.port, ready["adb"])


def test_a_virtual_handset_says_what_it_is(device, bench):
    identity = read_identity(device)
    assert identity.kind is HandsetKind.SIMULATED
    assert identity.serial == device.serial == bench[2]["serial"]
    assert identity.firmware.miui.startswith("V11.")
    assert read_clock(device).time_scale == 240


def test_packages_and_identifiers_are_told(device):
    packages = {package.name: package for package in read_packages(device)}
    assert packages[BROWSER].version.startswith("12.1.4")
    assert packages["android"].signer != packages["com.google.android.gms"].signer
    assert len(read_digests(device, BROWSER)[0].sha256) == 64
    found = {item.name: item.value for item in read_identifiers(device, (BROWSER,))}
    assert all(found[name] for name in ("serial", "imei", "imei2", "gaid", f"android_id:{BROWSER}"))


def test_counters_and_sockets_are_read(device):
    assert "wlan0" in read_counters(device).interfaces
    samples = []
    sampler = SocketSampler(device, samples.append)
    sampler.wait_first()
    time.sleep(1)
    sampler.stop()
    assert sampler.samples >= 5


def test_every_change_is_put_back(device, bench, tmp_path):
    certificate = open(bench[1]["ca"]).read()  # noqa: PTH123, SIM115
    before = device.run("settings list global; ls /system/etc/security/cacerts; mount").stdout
    changes = Changes(device, KINDS, folder=tmp_path / "one")
    changes.change(Proxy(), "127.0.0.1:9")
    changes.change(CaCertificate("c8750f0d.0"), certificate)
    changes.change(Suspended("com.xiaomi.xmsf"), new=True)
    changes.change(Reverse("tcp:8080"), "tcp:9")
    changes.change(Bluetooth(), new=not Bluetooth().read(device))
    states = {channel.name: channel.state for channel in read_channels(device, "127.0.0.1:9")}
    assert states["wifi-ipv4"] is ChannelState.RECORDED
    assert len(Changes(device, KINDS, folder=tmp_path / "another host").restore()) == 5
    assert device.run("settings list global; ls /system/etc/security/cacerts; mount").stdout == before
    assert device.reverses() == {}


def test_a_nonce_reaches_the_proxy_that_the_phone_is_set_to(device, tmp_path):
    changes = Changes(device, KINDS, folder=tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        changes.change(Proxy(), f"127.0.0.1:{proxy.getsockname()[1]}")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            way = pool.submit(send_nonce, device, "http://n1.claims.test/abc")
            client, (address, _) = proxy.accept()
            with client:
                request = client.recv(4096)
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            assert way.result(20) in {"curl", "toybox nc", "nc"}
    assert request.startswith(b"GET http://n1.claims.test/abc HTTP/1.1\r\nHost: n1.claims.test\r\n")
    assert address == "127.0.1.181"
    changes.restore()


def test_ipv6_is_read_and_switched(device, tmp_path):
    changes = Changes(device, KINDS, folder=tmp_path)
    was = changes.change(Ipv6(), new=False)
    assert Ipv6().read(device) is False
    changes.restore()
    assert Ipv6().read(device) is was


def test_the_screen_is_read_and_touched_without_the_delay(device):
    display = PhoneDisplay(device)
    ui = Ui(display)
    ui.preflight()
    times = []
    for _ in range(15):
        started = time.perf_counter()
        display.dump()
        times.append(time.perf_counter() - started)
    assert statistics.median(times) < 0.030, "Nagle's delay is back (56 ms as shipped, 13 without)"
    assert display.screenshot()[:2] == b"\xff\xd8"
    assert ui.absent(Selector(text="no such text"), "com.miui.home").nodes
    display.close()


def test_a_phone_that_dies_is_lost_in_the_middle_of_anything(virtual_bench, bench, tmp_path):
    server, cloud, _ = bench
    with virtual_bench.handset(tmp_path / "phone", cloud, "127.0.1.182") as (process, ready):
        device = Device.open(server.port, ready["adb"])
        sampler = SocketSampler(device, lambda _: None)
        sampler.wait_first()
        process.kill()
        process.wait()
        with pytest.raises(MeasurementLost):
            device.run("sleep 5; id", timeout=8)
        sampler._thread.join(5)
        with pytest.raises(MeasurementLost):
            sampler.check()
    with virtual_bench.handset(
        tmp_path / "phone", cloud, "127.0.1.182", "--adb-port", ready["adb"].split(":")[1]
    ) as (_, again):
        assert Device.open(server.port, again["adb"]).serial == ready["serial"]


@pytest.mark.parametrize(
    "error",
    [
        failures.RPCUnknownError("Unknown RPC error: -32601"),
        failures.HTTPError("Unable to connect"),
        TimeoutError(),
        ValueError("no JSON"),
    ],
)
def test_whatever_the_library_raises_is_a_lost_measurement(error):
    with pytest.raises(MeasurementLost, match="wanted a tap on x"), _driving("x", "a tap"):
        raise error


def test_refused_input_names_its_switch():
    refusal = (
        "java.lang.SecurityException: Injecting to another application requires INJECT_EVENTS permission"
    )
    with pytest.raises(SetupError, match="Security settings"), _driving("x", "a tap"):
        raise failures.RPCUnknownError(refusal)


def test_a_phone_whose_server_does_not_start_is_not_measured(adb_script):
    with adb_script.server({}) as adb, pytest.raises(SetupError, match="uiautomator2 started"):
        PhoneDisplay(Device.open(adb.port, "127.0.0.1:5555"))


def test_a_song_gets_onto_the_phone_is_played_and_the_cloud_hears_of_it(virtual_bench, bench, tmp_path):
    server, cloud, _ = bench
    folder, title = tmp_path / "phone", "Brown otter 4b7"
    music = Selector(resource_id="com.miui.player:id/ok")
    with virtual_bench.handset(folder, cloud, "127.0.1.184", firmware="as-reported-2020-04") as (_, ready):
        device = Device.open(server.port, ready["adb"])
        device.push(b"RIFF", f"/sdcard/Music/{title}.wav")
        scan = "am broadcast -a android.intent.action.MEDIA_SCANNER_SCAN_FILE -d"
        assert (
            "completed" in device.run(f"{scan} 'file:///sdcard/Music/{title.replace(' ', '%20')}.wav'").stdout
        )
        assert device.run("am start -n com.miui.player/.ui.MusicBrowserActivity").exit_code == 0
        display = PhoneDisplay(device)
        ui = Ui(display)
        ui.tap(music)
        ui.tap(Selector(text=title))
        assert ui.wait(Selector(resource_id="com.miui.player:id/playing_title")).text == title
        ui.press("home")
        display.close()
        arrivals = (Path(cloud["zone"]).parent / "arrivals.jsonl").read_text
        deadline = time.monotonic() + 10
        while "project=music" not in arrivals() and time.monotonic() < deadline:
            time.sleep(0.05)
        rows = [json.loads(line) for line in arrivals().splitlines()]
    (row,) = [row for row in rows if "project=music" in row["target"]]
    form = parse_qs(base64.b64decode(row["body_b64"]).decode())
    assert title in gzip.decompress(base64.b64decode(form["data_list"][0])).decode()
