#!/bin/bash
# Puts a backup back: sudo deploy/restore.sh /var/backups/traffickfree/20261125-023000. See docs/deploy/backups.md.
# What was there is kept beside it, until somebody deletes it by hand.
. "$(dirname "$0")/common.sh"

FROM=${1:?Say which backup, for example: $BACKUPS/20261125-023000}
NOW=$(date -u +%Y%m%d_%H%M%S)
NEW=${DATABASE}_new_$NOW
OLD=${DATABASE}_before_$NOW
postgres() { runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 "$@"; }

say "Is the backup whole?"
(cd "$FROM" && sha256sum --check SHA256)

say "Reading it into $NEW, while nothing changes for anybody"
postgres <<SQL
CREATE DATABASE $NEW OWNER tfc_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE $NEW FROM PUBLIC;
GRANT CONNECT ON DATABASE $NEW TO tfc_owner, tfc_app, tfc_figures, tfc_backup;
GRANT CREATE, TEMPORARY ON DATABASE $NEW TO tfc_owner;
SQL
runuser -u postgres -- pg_restore --exit-on-error --dbname="$NEW" <"$FROM/database.dump"
postgres -d "$NEW" -c 'ANALYZE'

say "Switching"
systemctl stop traffickfree-web.socket traffickfree-web traffickfree-worker traffickfree-schedule
postgres <<SQL
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('$DATABASE', '$NEW') \g /dev/null
ALTER DATABASE $DATABASE RENAME TO $OLD;
ALTER DATABASE $NEW RENAME TO $DATABASE;
SQL
[ ! -d "$STATE/files" ] || mv "$STATE/files" "$STATE/files_before_$NOW"
rsync -a --chown=traffickfree:traffickfree "$FROM/files/" "$STATE/files/"
as_user "$BASE/current" "web.env owner.env" .venv/bin/python manage.py migrate --database owner --no-input
systemctl start traffickfree-web.socket
restart_and_wait
say "Restored. What was before: database $OLD, folder $STATE/files_before_$NOW. To be rid of them:
   runuser -u postgres -- dropdb $OLD; rm -r $STATE/files_before_$NOW"
