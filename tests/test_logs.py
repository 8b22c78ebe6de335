import logging

import pytest

from tfc.logs import HideSecrets
from tfc.tokens import new_token

TOKEN = "hq9Zk3x-Vb_7Lr2mN8pQ4sT6uW0yA1cE5gI3jK7oM9d"


@pytest.mark.parametrize(
    ("message", "args", "line"),
    [
        ("%s: %s", ("Not Found", f"/p/hill/working-together/{TOKEN}/"), "Not Found: /p/hill/working-together/…/"),
        ('"%s" %s', (f"GET /invitations/{TOKEN}/accept/?x=1 HTTP/1.1", 200),
         '"GET /invitations/…/accept/?x=1 HTTP/1.1" 200'),
        (f"/p/hill/{TOKEN}", (), "/p/hill/…"),
        ('"%s" %s', ("GET /p/hill/help/?need=physical&language=es HTTP/1.1", 200), '"GET /p/hill/help/ HTTP/1.1" 200'),
        ("%s", ("/c/hill/services/?need=physical",), "/c/hill/services/?need=physical"),
        ("Not Found: /c/boyle-heights/organizations/12/", (), "Not Found: /c/boyle-heights/organizations/12/"),
    ],
)  # fmt: skip
def test_it_takes_tokens_out_of_addresses(message, args, line):
    record = logging.LogRecord("x", logging.WARNING, "x", 1, message, args, None)
    assert HideSecrets().filter(record)
    assert record.getMessage() == line


def test_it_knows_the_tokens_that_we_draw():
    record = logging.LogRecord("x", logging.WARNING, "x", 1, "%s", (f"/p/hill/{new_token()}/",), None)
    HideSecrets().filter(record)
    assert record.getMessage() == "/p/hill/…/"
