"""dumpsys window, activity, display, SurfaceFlinger, input_method."""

from __future__ import annotations

from harness.virtual.shell.context import Call, Program

DISPLAY = "4619827259835644672"


def _component(call: Call) -> str:
    windows = call.device.windows
    activity = windows.activity
    return f"{windows.front}/{windows.front + activity if activity.startswith('.') else activity}"


async def window(call: Call) -> int:
    """`dumpsys window [windows]`."""
    pid = call.device.processes.pid(call.device.windows.front)
    name = _component(call)
    return await call.say(
        "WINDOW MANAGER WINDOWS (dumpsys window windows)\n"
        f"  Window #0 Window{{a1b2c3d u0 {name}}}:\n"
        f"    mDisplayId=0 stackId=1 mSession=Session{{e5f6a7b {pid}:u0}} mClient=android.os.BinderProxy@1\n"
        f"  mCurrentFocus=Window{{a1b2c3d u0 {name}}}\n"
        "  mFocusedApp=AppWindowToken{b2c3d4e token=Token{"
        f"c3d4e5f ActivityRecord{{d4e5f6a u0 {name} t12}}}}}}\n"
    )


async def activity(call: Call) -> int:
    """`dumpsys activity [activities|top|processes ...]`: what is resumed, what runs."""
    name = _component(call)
    rows = "".join(
        f"    PID #{pid}: ProcessRecord{{{pid:x} {pid}:{each}/u0}}\n"
        for each, pid in call.device.processes.running()
    )
    return await call.say(
        "ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)\n"
        f"    mResumedActivity: ActivityRecord{{d4e5f6a u0 {name} t12}}\n"
        f"  ResumedActivity: ActivityRecord{{d4e5f6a u0 {name} t12}}\n"
        f"ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)\n{rows}"
    )


async def display(call: Call) -> int:
    """`dumpsys display`."""
    width, height = call.device.firmware.width, call.device.firmware.height
    state = "ON" if call.device.windows.screen_on else "OFF"
    return await call.say(
        "DISPLAY MANAGER (dumpsys display)\n"
        f"  mDefaultViewport=DisplayViewport{{valid=true, displayId=0, orientation=0, "
        f"logicalFrame=Rect(0, 0 - {width}, {height}), physicalFrame=Rect(0, 0 - {width}, {height}), "
        f"deviceWidth={width}, deviceHeight={height}}}\n"
        f"  mScreenState={state}\n"
    )


async def surface_flinger(call: Call) -> int:
    """`dumpsys SurfaceFlinger --display-id`."""
    if call.args != ["--display-id"]:
        return await call.fail("SurfaceFlinger: only --display-id is known here", 1)
    return await call.say(f'Display {DISPLAY} (HWC display 0): port=0 pnpId=QCM displayName=""\n')


async def input_method(call: Call) -> int:
    """Whether the keyboard shows: while a text field has the focus."""
    shown = str(call.device.windows.focused() is not None).lower()
    method = call.device.settings.get("secure", "default_input_method")
    return await call.say(f"  mCurMethodId={method}\n  mShowRequested={shown} mInputShown={shown}\n")


SERVICES: dict[str, Program] = {
    "window": window,
    "activity": activity,
    "display": display,
    "SurfaceFlinger": surface_flinger,
    "input_method": input_method,
}
