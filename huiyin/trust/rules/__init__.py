"""Personal data of a person, as rules: why somebody may look, what was agreed to, what was asked for."""
