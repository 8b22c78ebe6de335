"""What `make` runs: the environment, the embedded PostgreSQL and broker, and the processes of a demo.

Standard library only, but for psycopg2 in `logins`: its first half runs before any package is installed.
"""
