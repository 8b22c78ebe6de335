"""One encrypted file with the database and the files, its required contents, and the restore. See
docs/deploy/backups.md.
"""


class BackupError(Exception):
    """Reason why a backup or a restore failed, as a sentence for the server's operator."""
