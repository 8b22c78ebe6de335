"""Mutations of access decorators, caches and file reading, each noticed by a test (see test_mutations.py)."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import typst
import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.urls import get_resolver

from communities import access
from communities.models import Role
from tests.base import World
from tests.matrix import response_contents, test_matrix
from tests.matrix.routes import OURS, urls
from tests.matrix.samples import Samples
from tests.security.depth import EVERY
from tests.security.test_mutations import ORGANIZATIONS, RED, Check, url
from tfc.tenancy import community_scope

TEAM = "c/<slug:community>/archive/"


@dataclass(frozen=True)
class InCode:
    name: str
    make: Callable[[pytest.MonkeyPatch, World], None]
    red: Check


def answer_at(patch: pytest.MonkeyPatch, route: str, view: Callable[..., Any]) -> None:
    """Serve the URL by ``view``, with the original's access attributes."""
    entry = next(entry for path, entry in urls(get_resolver().url_patterns) if path == route)
    view.admits = OURS[route].admits  # type: ignore[attr-defined]
    patch.setattr(entry, "callback", view)


def behind(route: str) -> Callable[..., Any]:
    """Return the view itself: `community_view` wraps the login around the scope around it."""
    view = OURS[route]
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def lower_door(patch: pytest.MonkeyPatch, _: World) -> None:
    answer_at(patch, TEAM, access.community_view(Role.MEMBER)(behind(TEAM)))


def no_login(patch: pytest.MonkeyPatch, _: World) -> None:
    answer_at(patch, TEAM, lambda request, **kwargs: HttpResponse("come in"))


def wrong_scope(patch: pytest.MonkeyPatch, world: World) -> None:
    opened = community_scope
    patch.setattr(access, "community_scope", lambda _, office, **more: opened(world.dale.pk, office, **more))


def says_no(patch: pytest.MonkeyPatch, _: World) -> None:
    patch.setattr(access, "Http404", PermissionDenied)


LEAK = "Canary-dale-contact-phone"


def carries(media_type: str, content: bytes) -> Callable[[pytest.MonkeyPatch, World], None]:
    """Make the URL answer with a file that contains another community's text."""

    def make(patch: pytest.MonkeyPatch, _: World) -> None:
        view = access.community_view(Role.MEMBER)(
            lambda request, **kwargs: HttpResponse(content, content_type=media_type)
        )
        answer_at(patch, ORGANIZATIONS, view)

    return make


def pdf() -> bytes:
    return typst.compile(f"#lorem(400)\n\n{LEAK}".encode())


def xlsx() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_string(0, 0, LEAK)
    return file.getvalue()


def packed() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("exports/contacts.xlsx", xlsx())
    return file.getvalue()


def folded() -> bytes:
    return f"BEGIN:VCALENDAR\r\nSUMMARY:{'x' * 55}{LEAK[:9]}\r\n {LEAK[9:]}\r\n".encode()


IN_CODE = (
    InCode("a door with a lower role", lower_door, partial(url, TEAM)),
    InCode("a door that says no where it should know nothing", says_no, partial(url, ORGANIZATIONS)),
    InCode("a door that opens the neighbor's room", wrong_scope, partial(url, ORGANIZATIONS)),
    InCode(
        "a view without a door", no_login, lambda _, samples: test_matrix.send_to_the_login(TEAM, samples)
    ),
    InCode("words of a neighbor in a PDF", carries("application/pdf", pdf()), partial(url, ORGANIZATIONS)),
    InCode(
        "words of a neighbor in a workbook", carries("application/xlsx", xlsx()), partial(url, ORGANIZATIONS)
    ),
    InCode(
        "words of a neighbor in an archive", carries("application/zip", packed()), partial(url, ORGANIZATIONS)
    ),
    InCode(
        "words of a neighbor in a calendar", carries("text/calendar", folded()), partial(url, ORGANIZATIONS)
    ),
    InCode(
        "words of a neighbor in lower case, and cut",
        carries("text/csv", LEAK.lower()[:-3].encode()),
        partial(url, ORGANIZATIONS),
    ),
    InCode(
        "words of a neighbor in a header",
        lambda patch, _: answer_at(
            patch,
            ORGANIZATIONS,
            access.community_view(Role.MEMBER)(
                lambda request, **kwargs: HttpResponse("", headers={"X-Name": LEAK})
            ),
        ),
        partial(url, ORGANIZATIONS),
    ),
)


@pytest.mark.parametrize("fault", IN_CODE[:: 1 if EVERY else 4], ids=lambda fault: fault.name)
def test_a_fault_in_the_code_is_noticed(fault: InCode, world: World, samples: Samples, monkeypatch):
    fault.make(monkeypatch, world)
    with pytest.raises(RED):
        fault.red(world, samples)


def test_words_are_found_in_every_part_of_an_e_mail():
    message = EmailMessage("x", "y", to=["z@example.org"], headers={"X-Place": LEAK.replace("dale", "moor")})
    message.attach("list.xlsx", xlsx(), "application/vnd.openxmlformats")
    result = response_contents.canaries_in(response_contents.get_mail(message))
    assert result == {("moor", "contact-phone"), ("dale", "contact-phone")}
