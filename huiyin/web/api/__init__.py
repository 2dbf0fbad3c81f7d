"""/api/v1: what programs do, by the same queries and actions as the pages."""
