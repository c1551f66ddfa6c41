"""`am`: starts, stops, broadcasts. Texts: AOSP ActivityManagerShellCommand, Android 9."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.virtual.shell.context import Call, Program

USAGE = 255
WITH_VALUE = ("-a", "-d", "-c", "-n", "-t", "-f", "-p", "--user", "-W")
VIEW = "android.intent.action.VIEW"
KEYBOARD = "com.github.uiautomator/.AdbKeyboard"


@dataclass(slots=True)
class Intent:
    """What an `am` command line asks for."""

    action: str = ""
    data: str = ""
    component: str = ""
    categories: list[str] = field(default_factory=list)
    extras: dict[str, str] = field(default_factory=dict)
    unknown: str = ""

    def brief(self) -> str:
        """As `am` prints it."""
        parts = [f"act={self.action}"] if self.action else []
        parts += [f"cat=[{','.join(self.categories)}]"] if self.categories else []
        parts += [f"dat={self.data}"] if self.data else []
        parts += [f"cmp={short(self.component)}"] if self.component else []
        return "Intent { " + " ".join(parts) + " }"


def short(component: str) -> str:
    """`package/.Activity` for an activity inside its package."""
    package, _, activity = component.partition("/")
    return f"{package}/{activity.removeprefix(package)}" if activity.startswith(package + ".") else component


async def am(call: Call) -> int:
    """`am verb ...`."""
    verbs: dict[str, Program] = {
        "start": start,
        "force-stop": force_stop,
        "broadcast": broadcast,
    }
    verb = call.args[0] if call.args else ""
    program = verbs.get(verb, refuse)
    return await program(Call(verb, list(call.args[1:]), call.context, call.stdin, call.out, call.err))


async def refuse(call: Call) -> int:
    """Whatever it was not taught."""
    return await call.fail(f"Unknown command: {call.name}", USAGE)


def read_intent(words: list[str]) -> Intent:
    """The intent of a command line; `unknown` names an option that is none."""
    intent, at = Intent(), 0
    while at < len(words):
        word = words[at]
        value = words[at + 1] if at + 1 < len(words) else ""
        if word in ("-W", "-S", "-D", "--activity-clear-task", "--activity-clear-top"):
            at += 1
        elif word in ("--es", "-e", "--ez", "--ei"):
            intent.extras[value] = words[at + 2] if at + 2 < len(words) else ""
            at += 3
        elif word in WITH_VALUE:
            _set(intent, word, value)
            at += 2
        elif word.startswith("-"):
            intent.unknown = word
            return intent
        else:
            if "/" in word and "://" not in word:
                intent.component = word
            else:
                intent.data = word
            at += 1
    return intent


def _set(intent: Intent, option: str, value: str) -> None:
    if option == "-a":
        intent.action = value
    elif option == "-d":
        intent.data = value
    elif option == "-n":
        intent.component = value
    elif option == "-c":
        intent.categories.append(value)


async def start(call: Call) -> int:
    """`am start -n package/activity [-d url]` or `-a VIEW -d url [package]`."""
    intent = read_intent(call.args)
    if intent.unknown:
        return await call.fail(f"Error: Unknown option: {intent.unknown}", USAGE)
    if "-S" in call.args and intent.component:
        await call.device.stop_app(intent.component.partition("/")[0])
    resolved = _resolve(call, intent)
    await call.say(f"Starting: {intent.brief()}\n")
    if isinstance(resolved, str):
        return await call.fail(resolved)
    package, activity = resolved
    if call.device.packages.is_suspended(package):
        return 0  # Android shows "app is suspended" instead and says nothing here
    await call.device.windows.open(package, activity or None, intent.data or None)
    if "-W" in call.args:
        await call.say(
            f"Status: ok\nActivity: {package}/{activity}\nThisTime: 120\nTotalTime: 120\nComplete\n"
        )
    return 0


def _resolve(call: Call, intent: Intent) -> tuple[str, str] | str:
    """Package and activity, or what `am` says instead."""
    if intent.component:
        name, _, activity = intent.component.partition("/")
        package = call.device.packages.get(name)
        if activity.startswith("."):
            candidates = (activity, name + activity)
        else:
            candidates = (activity, activity.removeprefix(name))
        known = package is not None and any(each in package.activities for each in candidates)
        missing = f"Error type 3\nError: Activity class {{{intent.component}}} does not exist."
        if not known or name not in call.device.windows.apps or not call.device.packages.is_enabled(name):
            return missing
        return name, activity
    if intent.action == VIEW and intent.data.startswith(("http://", "https://")):
        for name in ("com.mi.globalbrowser", "com.android.browser", "com.mi.globalbrowser.mini"):
            package = call.device.packages.get(name)
            if package and name in call.device.windows.apps and call.device.packages.is_enabled(name):
                return name, package.activities[0]
    if intent.action == "android.intent.action.MAIN" and "android.intent.category.HOME" in intent.categories:
        return "com.miui.home", ".launcher.Launcher"
    return f"Error: Activity not started, unable to resolve {intent.brief()}"


async def force_stop(call: Call) -> int:
    """`am force-stop package`: silent, whatever the package."""
    if not call.args:
        return await call.fail('Error: Argument expected after "force-stop"', USAGE)
    await call.device.stop_app(call.args[-1])
    return 0


async def broadcast(call: Call) -> int:
    """`am broadcast -a action`: only actions that somebody here receives."""
    intent = read_intent(call.args)
    device = call.device
    await call.say(f"Broadcasting: {intent.brief()}\n")
    if intent.action == "android.intent.action.AIRPLANE_MODE":
        device.settings.put(
            "global", "airplane_mode_on", "1" if intent.extras.get("state") == "true" else "0"
        )
    elif intent.action == "android.intent.action.MEDIA_SCANNER_SCAN_FILE":
        device.media.scan(intent.data)
    elif intent.action == "miui.intent.action.ad.AAID_RESET":
        return await call.fail("Error: the advertising id is reset on its screen only", 1)
    return await call.say("Broadcast completed: result=0\n")


COMMANDS: dict[str, Program] = {"am": am}
