#!/bin/sh
# In the container "migrate": logins, tables, and what they may do. It changes nothing where all is as it should be.
set -eu
python -c 'import os; from tfc.stack.logins import prepare_logins; prepare_logins(os.environ["ADMIN_URL"])'
exec python manage.py migrate_patiently
