"""The system's own windows, `com.android.systemui`: the question whether a computer may debug the phone.

Ids and words: AOSP UsbDebuggingActivity, Android 9, an alert dialog of the framework.
"""

from __future__ import annotations

from harness.virtual.application import Application, InstalledApp
from harness.virtual.device import DIALOG_ACTIVITY, DIALOG_PACKAGE
from harness.virtual.inventory import Package
from harness.virtual.phone import Phone
from harness.virtual.screen import CHECK_BOX, FILL, FRAME, Node, button, column, label, row


class SystemUi(Application):
    """The dialog, while a computer waits for an answer."""

    package = DIALOG_PACKAGE

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    def screen(self) -> Node:
        """The oldest question."""
        if not self._phone.debugging.questions:
            return Node(FRAME)
        question = self._phone.debugging.questions[0]
        always = Node(
            CHECK_BOX,
            text="Always allow from this computer",
            resource_id="android:id/alwaysUse",
            clickable=True,
            focusable=True,
            checkable=True,
            checked=question.always,
            on_click="always",
        )
        return column(
            column(size=FILL),
            label("Allow USB debugging?", "android:id/alertTitle", "title"),
            label(f"The computer's RSA key fingerprint is:\n{question.fingerprint}", "android:id/message"),
            always,
            row(
                button("Cancel", "cancel", "android:id/button2"),
                button("Allow", "allow", "android:id/button1"),
                size=132,
            ),
            background="#ffffff",
        )

    async def tap(self, node: Node) -> None:
        """Tick, allow or refuse."""
        if node.on_click == "always":
            question = self._phone.debugging.questions[0]
            question.always = not question.always
        else:
            self._decide(allowed=node.on_click == "allow")

    def _decide(self, *, allowed: bool) -> None:
        for question in self._phone.debugging.questions[:1]:
            if not question.answer.done():
                question.answer.set_result(allowed)

    async def key(self, name: str) -> bool:
        """Back refuses, as the phone does."""
        if name == "back":
            self._decide(allowed=False)
        return name == "back"


APPS = (
    InstalledApp(
        Package(
            name=DIALOG_PACKAGE,
            version="9",
            version_code=28,
            uid=10064,
            signer="platform",
            system=True,
            path="/system/priv-app/MiuiSystemUI/MiuiSystemUI.apk",
            activities=(DIALOG_ACTIVITY,),
        ),
        lambda phone, _network, _reporter: SystemUi(phone),
    ),
)
