#!/bin/sh
# In the container "migrate": logins, tables, and what they may do. It changes nothing where all is as it should be.
# With "logins" no more than those: a backup that is put back brings its own tables.
set -eu
python -c 'import os; from tfc.db_roles.create import prepare_logins; prepare_logins(os.environ["ADMIN_URL"])'
[ "${1:-}" != logins ] || exit 0
python manage.py check --deploy --fail-level ERROR
exec python manage.py migrate_patiently
