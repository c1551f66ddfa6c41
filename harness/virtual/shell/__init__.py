"""The phone's shell: a small real sh (`syntax`, `expansion`, `interpreter`) and its commands.

One file per family of commands under `commands/`, one per service under `dumpsys/`; each lists what it
offers in `COMMANDS` or `SERVICES`. What nobody taught it is answered as a phone does: stderr and 127.
"""
