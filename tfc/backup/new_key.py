"""Makes a pair of keys for backups, without settings and without a database: `python -m tfc.backup.new_key key.txt`.

Run it on any machine but the server. The file is readable only by its owner, and no file is overwritten: older backups
need the older keys.
"""

import os
import sys
from pathlib import Path

from tfc.backup.sealing import new_key


def write_key(path: Path) -> str:
    """Write a new secret key to a new file in age-keygen's format, and return the public key. Raise FileExistsError if
    the file exists.
    """
    secret, public = new_key()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"# public key: {public}\n{secret}\n")
    return public


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("python -m tfc.backup.new_key FILE\n")
        return 2
    try:
        public = write_key(Path(arguments[0]))
    except OSError as error:
        sys.stderr.write(f"{arguments[0]} cannot be written: {error.strerror}. Name a new file.\n")
        return 1
    sys.stderr.write(
        f"{arguments[0]} holds the secret key. Keep it here, and a second time on paper; not on the server.\n"
    )
    sys.stdout.write(f"BACKUP_RECIPIENTS='{public}'\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
