import os

from django.core.wsgi import get_wsgi_application

from tfc.db_roles.urls import NOT_FOR_WEB
from tfc.logins import refuse_without

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfc.settings")

# An attacker who takes over this process finds no login here that sees more than one community at a time.
for _name in NOT_FOR_WEB:
    os.environ.pop(_name, None)

application = get_wsgi_application()
refuse_without()
