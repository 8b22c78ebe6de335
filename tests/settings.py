"""The production settings, quick and quiet, with row-level security and access checks as in production."""

from tfc.settings import *  # noqa: F403

DEMO = False
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
LANGUAGE_COOKIE_NAME, THEME_COOKIE_NAME = "django_language", "theme"
DEVICE_COOKIE_NAME, MESSAGES_COOKIE_NAME, WROTE_COOKIE_NAME = "device", "messages", "wrote"
FILE_COOKIE_NAME = "file"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    "default": {"BACKEND": "tests.signed_locmem_cache.SignedLocMemCache"},
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
# Slow queries are counted and not logged, since a busy machine would add lines to the tests of logs.
SLOW_QUERY_MS = 3_600_000
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Tests solve the proof of work as browsers do; a low difficulty is enough.
PROOF_OF_WORK_BITS = 2
# Static files are served from their folders, without collectstatic.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Test databases are copies of the one in which the logins were created and restricted.
DATABASES["owner"]["TEST"] = {"TEMPLATE": DATABASES["owner"]["NAME"]}  # noqa: F405
