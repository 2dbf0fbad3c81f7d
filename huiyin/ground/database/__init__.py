"""Django's PostgreSQL backend under a name of our own.

Nothing is changed yet: it keeps the place where a connection per site is chosen when one machine no
longer holds all sites (architecture, stage 3b), so that no settings of running sites have to change.
"""
