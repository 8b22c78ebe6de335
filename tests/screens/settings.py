"""The demo's settings with static files from their folders, and the pseudo-language."""

import os

from dev.layout import BUILD
from tests.pseudo_language import CODE, write_catalog, write_help_pages
from tfc.settings import *  # noqa: F403

STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Missing files are found by requesting them.
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "CRITICAL"}}  # noqa: F405
# Only on request, since every footer would list it.
if CODE in os.environ.get("SCREENS_LANGUAGES", ""):
    LANGUAGES = [*LANGUAGES, (CODE, "Pseudo")]  # type: ignore[list-item]  # noqa: F405
    LOCALE_PATHS = [*LOCALE_PATHS, write_catalog(BUILD / "pseudo")]  # noqa: F405
    HELP_PAGES = write_help_pages(HELP_PAGES, BUILD / "pseudo_help")  # noqa: F405
