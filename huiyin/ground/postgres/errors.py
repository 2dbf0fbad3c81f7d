class PostgresError(Exception):
    """The server cannot start or stop; the text tells a person why and what to do."""
