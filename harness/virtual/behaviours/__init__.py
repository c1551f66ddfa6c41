"""What the virtual handset's apps report, as data.

A behaviour is a TOML file: `[behaviour]` says on which occasions which events go where, how wrapped and
when; `[expect]` says which propositions that breaks and is read by the suite's own measurement only.
`model` is its shape, `loading` reads it strictly, `occasions` are what happens on a phone, `filling` puts
values into templates, `tokens` keeps the analytics token, `outbox` holds events until they are due and
sends them, and `reporter` is what apps tell what happened.
"""
