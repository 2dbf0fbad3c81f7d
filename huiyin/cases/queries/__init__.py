"""Reading cases: every way of reading begins with `visible`."""
