"""Requests in another encoding than UTF-8 are refused before they are read."""

import pytest
from django.test import Client

from tests.base import World

# Some make invalid surrogates, some are not text encodings.
OTHERS = ("utf-7", "utf-16", "latin-1", "unicode_escape", "zlib", "rot13", "idna", "cp1252")
PART = b'--b\r\nContent-Disposition: form-data; name="theme"\r\n\r\n+2AA-\r\n--b--\r\n'


@pytest.mark.parametrize("charset", OTHERS)
@pytest.mark.parametrize(
    "media_type", ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"]
)
def test_it_refuses_a_form_in_another_encoding(db, media_type: str, charset: str):
    response = Client().generic("POST", "/theme/", PART, content_type=f"{media_type}; charset={charset}")
    assert response.status_code == 400


def test_it_refuses_a_query_in_another_encoding(world: World, signed_in):
    response = signed_in("hill-leader").get(
        "/c/hill/organizations/?q=%2B2AA-", headers={"Content-Type": "text/plain; charset=utf-7"}
    )
    assert response.status_code == 400


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF-8", "; charset=none"])
def test_it_takes_what_browsers_send(db, charset: str):
    media_type = f"application/x-www-form-urlencoded{charset}"
    response = Client().generic("POST", "/theme/", b"theme=dark", content_type=media_type)
    assert (response.status_code, response.cookies["theme"].value) == (302, "dark")
