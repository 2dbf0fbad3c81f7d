"""The curves and tables of docs/speed.md, from the lines of a run."""
