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

# The seals of the audit, apart from the database: once they are written here, no later night changes them.
SEALS=$BACKUPS/audit-seals.txt
touch "$SEALS"
LAST=$(tail -n 1 "$SEALS" | cut -d' ' -f1)
# shellcheck disable=SC1091
NEW=$(set -a && . "$CONFIGURATION/worker.env" && .venv/bin/python manage.py audit_digests ${LAST:+--since "$LAST"})
awk -v last="$LAST" 'NF && $1 > last' <<<"$NEW" >>"$SEALS"

du -sh "$BACKUPS"
