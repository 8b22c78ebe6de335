#!/bin/bash
# One backup: the database first, then the files, so that every row finds its file. See docs/deploy/backups.md.
. "$(dirname "$0")/common.sh"

HERE=$BACKUPS/$(date -u +%Y%m%d-%H%M%S)
LAST=$(find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -name '20*[0-9]' | sort | tail -n 1)
umask 077
mkdir "$HERE.part"
trap 'rm -rf "$HERE.part"' ERR

# As tfc_backup: any other login would obey the policies and silently dump nothing.
set -a
# shellcheck disable=SC1091
. "$CONFIGURATION/backup.env"
set +a
pg_dump --format=custom --file="$HERE.part/database.dump"
pg_restore --list "$HERE.part/database.dump" >"$HERE.part/contents.txt"
grep -q 'TABLE DATA public communities_community ' "$HERE.part/contents.txt"

# What did not change since the last one takes no room again. Archives are made for a day and need no backup.
rsync -a --exclude=/archives/ ${LAST:+--link-dest="$LAST/files"} "$STATE/files/" "$HERE.part/files/"
(cd "$HERE.part" && sha256sum database.dump >SHA256)
mv "$HERE.part" "$HERE"
trap - ERR

find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -name '20*' -mtime +"${BACKUP_DAYS:-14}" -exec rm -rf {} +
printf '%s: %s\n' "$HERE" "$(du -sh "$HERE" | cut -f1)"
