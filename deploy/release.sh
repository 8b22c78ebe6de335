#!/bin/bash
# Makes a release of this checkout and switches to it: sudo deploy/release.sh. It is both the end of an installation
# and each upgrade (docs/deploy/upgrade.md). What does not get well goes back to the release before.
. "$(dirname "$0")/common.sh"

CODE=$(cd "$(dirname "$0")/.." && pwd)
RELEASE=$BASE/releases/$(date -u +%Y%m%d-%H%M%S)
BEFORE=$(readlink "$BASE/current" || true)
KEPT=3

say "Copying the code to $RELEASE"
install -d -m 755 "$RELEASE"
tar -C "$CODE" --exclude=./.git --exclude=./.venv --exclude=./.run --exclude=./build --exclude=__pycache__ -cf - . |
    tar -C "$RELEASE" --no-same-owner -xf -
trap 'rm -rf "$RELEASE"' ERR

say "Installing the packages, by their hashes"
python3 -m venv "$RELEASE/.venv"
"$RELEASE/.venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
    -r "$RELEASE/requirements.txt"

if [ "${1:-}" = --make-logins ]; then
    say "Making the logins and the database"
    (cd "$RELEASE" && .venv/bin/python -c \
        'import os; from tfc.db_roles.create import prepare_logins; prepare_logins(os.environ["ADMIN_URL"])')
fi

say "Translations and static files"
install -d -o traffickfree "$RELEASE/.run/static"
(cd "$RELEASE" && .venv/bin/python -m tfc.translations)
as_user "$RELEASE" web.env .venv/bin/python manage.py collectstatic --no-input
chown -R root:root "$RELEASE/.run"
"$RELEASE/.venv/bin/python" -m compileall -q "$RELEASE" -x '/tests/' || true
as_user "$RELEASE" web.env .venv/bin/python manage.py check --deploy --fail-level WARNING

if [ -n "$BEFORE" ]; then
    say "Backup before the database changes"
    "$RELEASE/deploy/backup.sh"
fi

say "Migrating, while the release before still serves"
as_user "$RELEASE" "web.env owner.env" .venv/bin/python manage.py migrate_patiently

say "Switching"
install -m 644 "$RELEASE"/deploy/systemd/* /etc/systemd/system/
install -m 755 "$RELEASE/deploy/tfc-manage" /usr/local/bin/tfc-manage
switch_to "$RELEASE"
trap - ERR
systemctl daemon-reload
systemctl enable --quiet --now traffickfree-web.socket traffickfree-backup.timer
systemctl enable --quiet "$TARGET" traffickfree-web traffickfree-worker traffickfree-schedule
if ! restart_and_wait; then
    [ -n "$BEFORE" ] || fail "Look into: journalctl -u traffickfree-web -u traffickfree-worker -u traffickfree-schedule"
    say "Going back to $BEFORE"
    switch_to "$BEFORE"
    restart_and_wait || true
    rm -rf "$RELEASE"
    fail "The new release did not get well, and the one before serves again. The database keeps its new columns, which the old code does not mind."
fi

say "Taking from the serving login what this release no longer reads by it"
as_user "$RELEASE" "web.env owner.env" .venv/bin/python manage.py narrow_logins

# The newest few stay for rollback.sh.
printf '%s\n' "$BASE"/releases/* | head -n -$KEPT | while read -r old; do
    [ "$old" = "$(readlink "$BASE/current")" ] || rm -rf "$old"
done
say "$(basename "$RELEASE") serves."
