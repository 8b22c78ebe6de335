#!/bin/bash
# Goes back to the release before, or to the one named: sudo deploy/rollback.sh [RELEASE]. See docs/deploy/rollback.md.
. "$(dirname "$0")/common.sh"

NOW=$(readlink "$BASE/current")
if [ -n "${1:-}" ]; then
    TO=$BASE/releases/$1
else
    TO=$(printf '%s\n' "$BASE"/releases/* | grep -B1 -x "$NOW" | head -n 1)
fi
[ -d "$TO/.venv" ] || fail "There is no release $TO. There are: $(cd "$BASE/releases" && echo ./*)"
[ "$TO" != "$NOW" ] || fail "There is no release before $(basename "$NOW")."

say "From $(basename "$NOW") to $(basename "$TO")"
# The other one may read by the serving login what this one took from it: it gets all of that, and takes what it knows of.
narrow() { as_user "$1" "web.env owner.env" .venv/bin/python manage.py narrow_logins "${@:2}"; }
narrow "$NOW" --undo
install -m 644 "$TO"/deploy/systemd/* /etc/systemd/system/
switch_to "$TO"
restart_and_wait || fail "It does not get well. Forward again: deploy/rollback.sh $(basename "$NOW")"
[ ! -e "$TO/communities/management/commands/narrow_logins.py" ] || narrow "$TO"
say "$(basename "$TO") serves."
