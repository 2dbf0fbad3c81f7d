"""The subcommands of `huiyin`, a module each: `HELP`, `configure(parser)`, `run(options) -> int`."""
