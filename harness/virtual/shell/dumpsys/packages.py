"""dumpsys package and account. Format: AOSP PackageManagerService / Settings.dumpPackageLPr, Android 9."""

from __future__ import annotations

import time

from harness.virtual.inventory import Package
from harness.virtual.shell.context import Call, Program

INSTALLED_AT = "2009-01-01 00:00:00"  # what MIUI writes for apps of the image


async def package(call: Call) -> int:
    """`dumpsys package [name]`."""
    names = [word for word in call.args if not word.startswith("-") and word != "packages"]
    chosen = [each for each in call.device.packages.all() if not names or each.name in names]
    if names and not chosen:
        return await call.say(f"Unable to find package: {names[0]}\n")
    return await call.say("Packages:\n" + "".join(_one(call, each) for each in chosen))


def _one(call: Call, item: Package) -> str:
    table = call.device.packages
    signature = table.signature(item)
    flags = (
        "[ SYSTEM HAS_CODE ALLOW_CLEAR_USER_DATA ]" if item.system else "[ HAS_CODE ALLOW_CLEAR_USER_DATA ]"
    )
    state = {True: 0, False: 3}[table.is_enabled(item.name)]
    shared = (
        f"    sharedUser=SharedUserSetting{{{signature} {item.shared_user}/{item.uid}}}\n"
        if item.shared_user
        else ""
    )
    granted = "".join(f"        {name}: granted=true\n" for name in table.granted(item.name))
    stamp = INSTALLED_AT if item.system else time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1583971200))
    running = str(not call.device.processes.pid(item.name)).lower()
    return (
        f"  Package [{item.name}] ({signature[:7]}):\n"
        f"    userId={item.uid}\n"
        f"{shared}"
        f"    pkg=Package{{{signature} {item.name}}}\n"
        f"    codePath={item.path.rpartition('/')[0]}\n"
        f"    resourcePath={item.path.rpartition('/')[0]}\n"
        f"    primaryCpuAbi=arm64-v8a\n"
        f"    versionCode={item.version_code} minSdk=21 targetSdk={item.target_sdk}\n"
        f"    versionName={item.version}\n"
        f"    splits=[base]\n"
        f"    apkSigningVersion=2\n"
        f"    dataDir=/data/user/0/{item.name}\n"
        f"    pkgFlags={flags}\n"
        f"    timeStamp={stamp}\n"
        f"    firstInstallTime={stamp}\n"
        f"    lastUpdateTime={stamp}\n"
        f"    signatures=PackageSignatures{{{signature} version:2, "
        f"signatures:[{signature}], past signatures:[]}}\n"
        f"    installPermissionsFixed=true\n"
        f"    User 0: ceDataInode=1 installed=true hidden=false "
        f"suspended={str(table.is_suspended(item.name)).lower()} stopped={running} notLaunched=false "
        f"enabled={state} instant=false virtual=false\n"
        f"      runtime permissions:\n{granted}"
    )


async def account(call: Call) -> int:
    """No account was ever signed in here."""
    return await call.say(
        "User UserInfo{0:Owner:13}:\n  Accounts: 0\n\n"
        "  AccountId, Action_Type, timestamp, UID, TableName, Key\n"
    )


SERVICES: dict[str, Program] = {"package": package, "account": account}
