# shellcheck shell=bash
# Shared by the scripts beside it, which root calls on a server that install.sh made. Not called by itself.
set -euo pipefail
umask 022

# A drill sets these three (tests/security/backup_and_retention/test_scripts.py); on a server nobody does.
PLACE=${TFC_PLACE:-}
DATABASE=${TFC_DATABASE:-tfc}
ACCOUNT=${TFC_ACCOUNT:-traffickfree}
BASE=$PLACE/opt/traffickfree
CONFIGURATION=$PLACE/etc/traffickfree
STATE=$PLACE/var/lib/traffickfree
BACKUPS=$PLACE/var/backups/traffickfree
TARGET=traffickfree.target

say() { printf '\n── %s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail "Call this as root: sudo $0"

# Runs a command in a release with the settings of the named files, as the user that serves.
# as_user RELEASE "web.env owner.env" COMMAND...
as_user() {
    local release=$1 files=$2
    shift 2
    (
        cd "$release"
        set -a
        for file in $files; do
            # shellcheck disable=SC1090
            . "$CONFIGURATION/$file"
        done
        set +a
        exec runuser -u "$ACCOUNT" -- "$@"
    )
}

# Points "current" at a release, in one step.
switch_to() {
    ln -sfn "$1" "$BASE/current.new"
    mv -T "$BASE/current.new" "$BASE/current"
}

# Starts everything anew, and waits until the health page says that all is well.
restart_and_wait() {
    systemctl daemon-reload
    # After a release that did not start systemd would not try again for a while, nor hold the address.
    systemctl reset-failed traffickfree-web.socket traffickfree-web traffickfree-worker traffickfree-schedule 2>/dev/null || true
    systemctl start traffickfree-web.socket
    systemctl restart traffickfree-web traffickfree-worker traffickfree-schedule || return 1
    systemctl start "$TARGET"
    local answer="" end=$((SECONDS + 90))
    while [ $SECONDS -lt $end ]; do
        if answer=$(curl -s -m 5 -w ' %{http_code}' "http://$(address)/health/"); then
            case $answer in *" 200") printf '%s\n' "$answer"; return 0 ;; esac
        fi
        sleep 1
    done
    printf 'The health page does not say that all is well: %s\n' "$answer" >&2
    return 1
}

# Where systemd listens for the web server.
address() { systemctl show -p Listen --value traffickfree-web.socket | cut -d' ' -f1; }
