"""The stand-in phone and the stand-in vendor cloud: processes of their own, started by command line only.

`adbd` speaks the device side of adb, `shell` is what stands behind `adb shell`, `uia` is uiautomator2's
server on the phone; `apps`, `net`, `behaviours` and `ambient` are what the phone's apps show and send;
`cloud` is whom they send it to. Nothing here is imported by what judges it.
"""
