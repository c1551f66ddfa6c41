"""One file per family of commands; each lists its own in `COMMANDS`."""
