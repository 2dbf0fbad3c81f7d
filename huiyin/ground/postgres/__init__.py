"""A PostgreSQL server of our own for one machine, from the binaries of a wheel.

`Server` starts and stops it, `running_url` finds the one that runs, `archive` writes and reads
backups. Nothing here knows Django. Only Linux is promised.
"""

from huiyin.ground.postgres.errors import PostgresError
from huiyin.ground.postgres.server import Server, running_url

__all__ = ["PostgresError", "Server", "running_url"]
