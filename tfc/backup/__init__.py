"""One sealed file with the database and the files, what must be in it, and the way back. See docs/deploy/backups.md."""


class BackupError(Exception):
    """Why nothing was made or put back, in a sentence for whoever keeps the server."""
