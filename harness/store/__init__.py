"""The run folder: reads it, writes it, streams it.

Every line of every file carries `seq`, one number that orders all lines of all files, and `t`, the
bench's UTC time.  Files are append-only while a run is measured and are never edited afterwards.
"""
