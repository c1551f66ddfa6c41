"""The bench: wires phone, recorder, ledger and judge into a run.

`config` reads `devices.yaml`; `invocation` starts a `measuring` process for each handset in a `work` folder,
watches and settles them; `shipped` knows where features and steps are; `stand` starts what a handset needs
(a virtual one its own processes); `run` opens a phone, prepares and puts it back; `session` records the arms
of one app and consent vector; `plant` makes what is planted; `measurement` is what the steps of a scenario
talk to; `final` judges the sealed run.  All waiting is here, and all of it is on the timeline.
"""
