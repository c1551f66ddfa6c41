"""`pm`: the package manager's shell command. Texts: AOSP PackageManagerShellCommand, Android 9."""

from __future__ import annotations

import zipfile

from harness.virtual.inventory import Package
from harness.virtual.shell.commands.manifest import read_manifest
from harness.virtual.shell.context import Call, Program

USAGE = 255


async def pm(call: Call) -> int:
    """`pm verb ...`; also as `cmd package verb ...`."""
    verbs: dict[str, Program] = {
        "list": list_,
        "path": path,
        "clear": clear,
        "install": install,
        "uninstall": uninstall,
        "grant": grant,
        "revoke": grant,
        "suspend": suspend,
        "unsuspend": suspend,
        "disable-user": enable,
        "enable": enable,
    }
    verb = call.args[0] if call.args else ""
    if verb not in verbs:
        return await call.fail(f"Unknown command: {verb}", USAGE)
    words = list(call.args[1:])
    while "--user" in words:
        at = words.index("--user")
        del words[at : at + 2]
    return await verbs[verb](Call(verb, words, call.context, call.stdin, call.out, call.err))


async def list_(call: Call) -> int:
    """`pm list packages [-f] [-3] [-s] [-d] [-e] [-U] [-i] [filter]`."""
    if call.args[:1] not in (["packages"], ["package"]):
        return await call.fail(f"Error: unknown list type '{' '.join(call.args[:1])}'")
    flags = [word for word in call.args[1:] if word.startswith("-")]
    filters = [word for word in call.args[1:] if word and not word.startswith("-")]
    unknown = [flag for flag in flags if flag not in ("-f", "-3", "-s", "-d", "-e", "-U", "-i", "-u")]
    if unknown:
        return await call.fail(f"Error: Unknown option: {unknown[0]}")
    lines = []
    for package in call.device.packages.all():
        enabled = call.device.packages.is_enabled(package.name)
        hidden = ("-3" in flags and package.system) or ("-s" in flags and not package.system)
        hidden = hidden or ("-d" in flags and enabled) or ("-e" in flags and not enabled)
        if hidden or not all(word in package.name for word in filters):
            continue
        line = f"package:{package.path}={package.name}" if "-f" in flags else f"package:{package.name}"
        lines.append(line + (f" uid:{package.uid}" if "-U" in flags else "") + "\n")
    return await call.say("".join(lines))


async def path(call: Call) -> int:
    """`pm path package`: exit 1 without a word if it is not installed."""
    package = call.device.packages.get(call.args[0]) if call.args else None
    return 1 if package is None else await call.say(f"package:{package.path}\n")


async def clear(call: Call) -> int:
    """`pm clear package`."""
    package = _wanted(call)
    if package is None:
        await call.say("Failed\n")
        return 1
    await call.device.clear_app(package.name)
    return await call.say("Success\n")


async def install(call: Call) -> int:
    """`pm install [-r] [-t] [-d] [-g] file.apk`."""
    files = [word for word in call.args if not word.startswith("-")]
    unknown = [word for word in call.args if word.startswith("-") and word not in ("-r", "-t", "-d", "-g")]
    if unknown or len(files) != 1:
        return await call.fail(f"Error: Unknown option: {unknown[0] if unknown else 'no package'}")
    where = call.path(files[0])
    if not call.device.files.exists(where):
        return await call.fail(f"Error: failed to open file: {files[0]}")
    content = call.device.files.read(where, call.uid)
    try:
        manifest = read_manifest(content)
    except (ValueError, zipfile.BadZipFile) as error:
        text = f"Failure [INSTALL_PARSE_FAILED_NOT_APK: Failed to parse {files[0]}: {error}]"
        return await call.fail(text)
    target = f"/data/app/{manifest.package}-1/base.apk"
    call.device.files.host(target).parent.mkdir(parents=True, exist_ok=True)
    call.device.files.host(target).write_bytes(content)
    call.device.packages.install(manifest.package, manifest.version, manifest.version_code, target)
    return await call.say("Success\n")


async def uninstall(call: Call) -> int:
    """`pm uninstall [-k] package`."""
    package = _wanted(call)
    if package is None:
        await call.say("Failure [DELETE_FAILED_INTERNAL_ERROR]\n")
        return 1
    await call.device.stop_app(package.name)
    call.device.packages.uninstall(package.name)
    return await call.say("Success\n")


async def grant(call: Call) -> int:
    """`pm grant|revoke package permission`."""
    package = _wanted(call)
    if package is None or len(call.args) != 2:  # noqa: PLR2004  # package and permission
        return await call.fail(
            f"Operation not allowed: java.lang.IllegalArgumentException: Unknown package: {call.args}"
        )
    call.device.packages.grant(package.name, call.args[1], on=call.name == "grant")
    return 0


async def suspend(call: Call) -> int:
    """`pm suspend|unsuspend package`: its activities cannot start, its processes end."""
    package = _wanted(call)
    if package is None:
        return await call.fail(
            "Error: no package specified" if not call.args else f"Unknown package: {call.args[-1]}"
        )
    on = call.name == "suspend"
    call.device.packages.suspend(package.name, on=on)
    await _follow(call, package, runs=not on)
    return await call.say(f"Package {package.name} new suspended state: {str(on).lower()}\n")


async def enable(call: Call) -> int:
    """`pm enable|disable-user package`."""
    package = _wanted(call)
    if package is None:
        return await call.fail(
            f"Error: java.lang.IllegalArgumentException: Unknown package: {' '.join(call.args)}"
        )
    on = call.name == "enable"
    call.device.packages.enable(package.name, on=on)
    await _follow(call, package, runs=on)
    state = "enabled" if on else "disabled-user"
    return await call.say(f"Package {package.name} new state: {state}\n")


async def _follow(call: Call, package: Package, *, runs: bool) -> None:
    """Ends its process, or starts a service's again."""
    app = call.device.windows.apps.get(package.name)
    if not runs:
        await call.device.stop_app(package.name)
    elif app is not None and not package.activities and not call.device.processes.pid(package.name):
        call.device.processes.start(package.name)
        await app.start(None, None)


def _wanted(call: Call) -> Package | None:
    names = [word for word in call.args if not word.startswith("-")]
    return call.device.packages.get(names[0]) if names else None


COMMANDS: dict[str, Program] = {"pm": pm}
