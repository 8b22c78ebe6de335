"""The audit log: what the database records (tfc/auditing.py), as text, paginated, and sealed daily."""
