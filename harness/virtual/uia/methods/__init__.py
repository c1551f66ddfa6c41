"""The JSON-RPC methods of uiautomator2's server, one file per subject.

A method's name on the wire is that of its function in camel case (`wait_for_exists`: waitForExists).
Parameters come in the order of uiautomator2's AutomatorService; what does not fit is an error.
"""
