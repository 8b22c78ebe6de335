#!/bin/bash
# Sets up TraffickFree on a fresh Debian 12 or 13: sudo deploy/install.sh tfc.example [caddy|nginx|none]
# It may be called again: what is there stays. What it does, step by step: docs/deploy/install.md.
. "$(dirname "$0")/common.sh"

HOST=${1:?Say under which name people will find it, for example: deploy/install.sh tfc.example}
PROXY=${2:-caddy}
CODE=$(cd "$(dirname "$0")/.." && pwd)

say "Packages"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends python3 python3-venv postgresql curl rsync ca-certificates
apt-get install -y -q --no-install-recommends valkey-server || apt-get install -y -q --no-install-recommends redis-server
case $PROXY in
    caddy) apt-get install -y -q --no-install-recommends caddy ;;
    nginx) apt-get install -y -q --no-install-recommends nginx certbot ;;
esac

say "The user that serves, and its folders"
getent passwd traffickfree >/dev/null ||
    useradd --system --user-group --home-dir "$STATE" --no-create-home --shell /usr/sbin/nologin traffickfree
install -d -m 755 "$BASE" "$BASE/releases"
install -d -m 700 "$CONFIGURATION" "$BACKUPS"
install -d -m 750 -o traffickfree -g traffickfree "$STATE" "$STATE/files"

say "PostgreSQL"
for folder in /etc/postgresql/*/main/conf.d; do
    [ -e "$folder/traffickfree.conf" ] || install -m 644 "$CODE/deploy/postgresql.conf" "$folder/traffickfree.conf"
done
systemctl restart postgresql
postgres() { runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 "$@"; }
PORT=$(postgres -Atc 'SHOW port')

if [ ! -e "$CONFIGURATION/web.env" ]; then
    say "Logins of the database, and $CONFIGURATION"
    # An administrator for these few seconds; the logins' passwords are derived from its own.
    SECRET=$(python3 -c 'import secrets; print(secrets.token_hex(32))')
    export ADMIN_URL="postgres://tfc_install:$SECRET@127.0.0.1:$PORT/$DATABASE"
    trap 'postgres -c "DROP ROLE IF EXISTS tfc_install"' EXIT
    postgres <<<"CREATE ROLE tfc_install SUPERUSER LOGIN PASSWORD '$SECRET'"
    python3 "$CODE/deploy/configure.py" "$HOST" "$CONFIGURATION"
    rm "$CONFIGURATION/admin.env"
    MAKE_LOGINS=1
fi

say "The broker's password"
for folder in /etc/valkey /etc/redis; do
    [ -d "$folder" ] && [ -e "$CONFIGURATION/broker.env" ] || continue
    server=$(basename "$folder")
    (
        . "$CONFIGURATION/broker.env"
        umask 027
        printf 'requirepass %s\n' "$REDISCLI_AUTH" >"$folder/traffickfree.conf"
    )
    chgrp "$server" "$folder/traffickfree.conf"
    grep -q "^include $folder/traffickfree.conf" "$folder/$server.conf" ||
        printf 'include %s/traffickfree.conf\n' "$folder" >>"$folder/$server.conf"
    systemctl restart "$server-server"
done

"$CODE/deploy/release.sh" ${MAKE_LOGINS:+--make-logins}

say "What stands in front: $PROXY"
case $PROXY in
    caddy)
        install -m 644 "$CODE/deploy/caddy/Caddyfile" /etc/caddy/Caddyfile
        install -d /etc/systemd/system/caddy.service.d
        {
            printf '[Service]\nEnvironment=TFC_HOST=%s TFC_UPSTREAM=%s\n' "$HOST" "$(address)"
            # Debian's Caddy 2.6 knows the older words for the same.
            case $(caddy version) in
                2.6* | v2.6*) printf 'Environment="TFC_BUFFERING=buffer_requests\\nmax_buffer_size 1MB"\n' ;;
            esac
        } >/etc/systemd/system/caddy.service.d/traffickfree.conf
        systemctl daemon-reload
        systemctl restart caddy
        ;;
    nginx)
        sed -e "s/tfc\.example/$HOST/g" -e "s/127\.0\.0\.1:8000/$(address)/" "$CODE/deploy/nginx/traffickfree.conf" \
            >/etc/nginx/sites-available/traffickfree.conf
        install -d /var/www/letsencrypt
        say "Get a certificate, then switch it on: docs/deploy/tls.md"
        ;;
esac

say "TraffickFree is installed. Its first office and person: docs/deploy/install.md"
grep -q "^BACKUP_RECIPIENTS=.*age1" "$CONFIGURATION/backup.env" ||
    say "No backup is made, and no upgrade, until $CONFIGURATION/backup.env names a public key: docs/deploy/backups.md"
