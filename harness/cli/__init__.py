"""The `claims` command: one module per subcommand, one place where errors become one line and exit code 3."""
