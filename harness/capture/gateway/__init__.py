"""The recorder as the phone's only router (`docs/gateway.md`, method §5).

Every flow of the phone comes with its original addresses, over the userland wire (`header`, `frames`) or
from the kernel of a real network (`kernel`).  `server` hands TCP to mitmproxy in its transparent manner;
`router` records and relays everything else, packet by packet, under `policy`; `names` says what the
addresses are called, from the recorded answers of the phone's resolver (`answers`); `totals` is the account
of all that passed.
"""
