"""Signs of life of the processes without a page of their own, so that the health page can miss them.

A row in the database rather than a file: the processes may run on several machines.
"""
