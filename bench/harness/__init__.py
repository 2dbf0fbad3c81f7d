"""What every benchmark shares: its shape, the machine, the cores, a database, the runs, the report."""
