"""The device side of adb over TCP: packets, streams, services. Tested against the unmodified adb binary."""
