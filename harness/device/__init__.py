"""One phone over adb and uiautomator2: who it is, what it is set to, what it does meanwhile.

`adb_server` starts an adb server of our own; `session.Device` is one phone on it and the only door
to it (`shell.Shell` is the seam: a command, its output, its exit code).  Everything that is changed
goes through `change`, which writes the old value to the `journal` first; whoever opens the phone next
undoes what a dead run left.  `sockets`, `counters`, `channels` and `clock` read what method §5 and
§12 need; `ui` drives the screen.

A failure is never an empty answer here: what cannot be read raises SetupError (the phone is not as it
must be) or MeasurementLost (it stopped answering).
"""
