"""The browser: Mi Browser and Mint are skins of it.

`pages` reads HTML without script, `engine` fetches pages with what belongs to them, `forms` encodes what
a form sends, `profile` is what the browser keeps, `screens` draws it and `app` reacts to taps.
It knows links, images and forms, and nothing that was made for a test bench.
"""
