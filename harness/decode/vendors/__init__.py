"""What is known of a vendor's own wire formats: one module per format, one list of them all.

A module's `FORMAT` (`vendor_format.VendorFormat`) says how a format is recognised, what it encrypts, what its
events and tokens are and which fields, paths and headers are understood, each with its source.  Another
vendor's formats come the same way, from a folder outside of this package (`vendor_formats.VendorFormats`).
"""
