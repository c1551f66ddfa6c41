"""The bench: wires phone, recorder, ledger and judge into a run.

`config` reads `devices.yaml`; `invocation` starts a `measuring` process for each handset in a `work` folder,
watches and settles them; `alone` does it without one; `stand` starts what a handset needs (a virtual one its
own processes).  In the measuring process `run` holds a run, `opening` makes a phone ready, `ending` puts it
back; `sessions` records the arms (`arms`, `acts`, `controls`) of one app and consent vector, with what is
planted (`plant`); `measurement` is what the steps of a scenario talk to.  All waiting is here, and all of it
is on the timeline.
"""
