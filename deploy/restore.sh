#!/bin/bash
# Puts a backup back: sudo deploy/restore.sh /var/backups/traffickfree/traffickfree-20261125T023000Z.age key.txt [--purges …]
# What was there is kept beside it, until somebody deletes it by hand. See docs/deploy/backups.md.
. "$(dirname "$0")/common.sh"

FROM=$(realpath "${1:?Say which backup, for example: $BACKUPS/traffickfree-20261125T023000Z.age}")
KEY=$(realpath "${2:?Say where the secret key is, for example: key.txt}")
shift 2
NOW=$(date -u +%Y%m%d_%H%M%S)
OLD=${DATABASE}_before_$NOW
postgres() { runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 "$@"; }

# At whatever step it ends, in a function or a pipe as well, where a trap of ERR would not be asked.
MOVED=""
LENT=""
finish() {
    local status=$?
    set +e
    [ -z "$LENT" ] || rm -f "$LENT"
    [ -z "$MOVED" ] || back
    exit "$status"
}
back() {
    say "It did not work; what was there comes back"
    postgres -c "DROP DATABASE IF EXISTS $DATABASE WITH (FORCE)" -c "ALTER DATABASE $OLD RENAME TO $DATABASE"
    if [ -d "$STATE/files_before_$NOW" ]; then
        rm -rf "$STATE/files"
        mv "$STATE/files_before_$NOW" "$STATE/files"
    fi
    systemctl start traffickfree-web.socket
    restart_and_wait
}
trap finish EXIT

say "Stopping, and moving what is there aside"
systemctl stop traffickfree-web.socket traffickfree-web traffickfree-worker traffickfree-schedule
postgres <<SQL
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$DATABASE' \g /dev/null
ALTER DATABASE $DATABASE RENAME TO $OLD;
SQL
# From here on there is something that comes back.
MOVED=yes
postgres <<SQL
CREATE DATABASE $DATABASE OWNER tfc_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE $DATABASE FROM PUBLIC;
GRANT CREATE, TEMPORARY ON DATABASE $DATABASE TO tfc_owner;
SQL
# Whoever may connect is told by the database that was.
postgres -At -c "SELECT format('GRANT CONNECT ON DATABASE %I TO %I;', '$DATABASE', rolname) FROM pg_roles
    WHERE rolname LIKE 'tfc\\_%' AND has_database_privilege(rolname, '$OLD', 'CONNECT')" | postgres
[ ! -d "$STATE/files" ] || mv "$STATE/files" "$STATE/files_before_$NOW"
install -d -m 750 "$STATE/files"
chown "$ACCOUNT:" "$STATE/files"
# What was deleted for good: as the backups tell it, and newer where this server still knew.
for told in "$(dirname "$FROM")/purges" "$STATE/files_before_$NOW/purges"; do
    [ ! -d "$told" ] || cp -r "$told" "$STATE/files/"
done
[ ! -d "$STATE/files/purges" ] || chown -R "$ACCOUNT:" "$STATE/files/purges"
# The user that serves can read neither the backup nor the key.
LENT=$(mktemp)
install -m 600 -o "$ACCOUNT" "$KEY" "$LENT"

say "Putting it back, and comparing"
[ "$#" -gt 0 ] || [ ! -d "$STATE/files/purges" ] || set -- --purges "$STATE/files/purges"
as_user "$BASE/current" "web.env worker.env owner.env" .venv/bin/python manage.py restore - --key "$LENT" "$@" <"$FROM"
MOVED=""
systemctl start traffickfree-web.socket
restart_and_wait
say "Restored. What was before: database $OLD, folder $STATE/files_before_$NOW. To be rid of them:
   runuser -u postgres -- dropdb $OLD; rm -r $STATE/files_before_$NOW"
