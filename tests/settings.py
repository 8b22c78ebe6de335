"""The production settings, made quick and quiet for the tests. The wall and the door are the real ones."""

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
# Watched, and not logged: a busy machine would write lines into what tests of logs read.
SLOW_QUERY_MS = 3_600_000
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Tests solve what browsers do, and not to be held back.
PROOF_OF_WORK_BITS = 2
# Static files come straight from their folders: nothing is collected for a test.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Test databases are copies of the one that was prepared for the logins, with what was taken from them.
DATABASES["owner"]["TEST"] = {"TEMPLATE": DATABASES["owner"]["NAME"]}  # noqa: F405
