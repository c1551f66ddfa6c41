"""The virtual handset's way to the network: real sockets from the phone's own address.

`segments` counts bytes as the kernel does, `wire` is a TCP connection, `tls` encrypts it below the
counters, `addresses` takes URLs apart, `routes` decides between proxy and direct, `messages` speaks
HTTP/1.1, `connections` keeps connections alive, `emissions` writes the ground truth before anything
leaves, and `network` is what apps are handed.
"""
