"""What a page says once after something was done: Django's messages, in a cookie whose name no other site can use."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookie(CookieStorage):
    cookie_name = settings.MESSAGES_COOKIE_NAME


class Notes(FallbackStorage):
    storage_classes = (OwnCookie, SessionStorage)
