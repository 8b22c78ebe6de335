#!/bin/sh
# Brings the containers of compose.yaml to the code of this checkout, newer or older: TFC_HOST=tfc.example deploy/containers.sh
# People go on working: what serves stands until the new picture is built and the tables are there. docs/deploy/upgrade.md
set -eu
cd "$(dirname "$0")/.."

compose() { ${COMPOSE:-docker compose} -f deploy/compose.yaml "$@"; }

# Before the pictures change: an older release may read by the serving login what this one took from it.
compose run --rm --no-deps narrow python manage.py narrow_logins --undo
compose build
compose run --rm --no-deps migrate
# Without --no-deps compose would stop all of them first and make the tables then; so, who asks meanwhile waits a moment at Caddy.
compose up --detach --wait --no-deps web worker schedule
compose run --rm --no-deps narrow
compose exec -T front caddy reload --config /etc/caddy/Caddyfile
