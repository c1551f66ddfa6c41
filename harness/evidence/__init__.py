"""Seal of a run folder.  Sealed means here: every file fsynced and its digest in the manifest."""
