#!/bin/bash
# One sealed backup of the database and the files. See docs/deploy/backups.md.
. "$(dirname "$0")/common.sh"

umask 077
cd "$BASE/current"
set -a
# shellcheck disable=SC1091
. "$CONFIGURATION/web.env"
# shellcheck disable=SC1091
. "$CONFIGURATION/backup.env"
set +a
# As root: it reads the backup's login, and writes where nobody else reads.
.venv/bin/python manage.py backup --to "$BACKUPS"

# Those of before this way were folders.
find "$BACKUPS" -mindepth 1 -maxdepth 1 \( -name '20*' -o -name 'traffickfree-*.age' \) -mtime +"${BACKUP_DAYS:-14}" \
    -exec rm -rf {} +
du -sh "$BACKUPS"
