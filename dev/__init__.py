"""The commands behind `make`: the environment, the embedded PostgreSQL and broker, and the processes of a demo.

Standard library only, except psycopg2 in `tfc.db_roles` and `dev.cluster`: the first half runs before any package is
installed.
"""
