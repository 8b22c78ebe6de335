"""The URLs of the matrix, each requested by the person with the most rights there."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any

from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

from evaluation.models import Figure, Submission, SubmissionState
from stakeholders.models import BriefingFile, TrustRound
from tests.base import World, within
from tests.matrix.routes import HEALTH, NOT_OURS, OURS, door, fill, of_its_town, urls
from tests.matrix.samples import Samples
from tests.reports.test_report_pages import build
from tests.security.fuzz.form_mutations import Answer, Try, send
from tests.security.fuzz.html_forms import Form, forms_in, wrong_in
from tests.security.fuzz.side_effects import Checksums, watched

READERS = {
    "community": "hill-coordinator",
    "office": "usa-staff",
    "international": "oasis-staff",
    "signed-in": "hill-coordinator",
    "everyone": "",
}
# Needs an unfinished survey, report or briefing.
UNFINISHED = re.compile(r"/survey/<slug:half|/reports/|/briefings/|working-together/new|survey/$")
CANARY = re.compile(rb"Canary-[a-z]+-[a-z]+-[a-z_]+")
# allauth's pages, without our decorators. Those with keys belong to one person for an hour.
ACCOUNTS = {
    route for route, _entry in urls(get_resolver().url_patterns, all_of_them=True)
    if route.startswith(NOT_OURS) and not re.search(r"[<^(]", route)
}  # fmt: skip
ROUTES = sorted({*OURS, *ACCOUNTS} - {HEALTH})
STRANGERS_ASK = (
    "accounts/login",
    "accounts/signup",
    "accounts/password/reset",
    "accounts/2fa/auth",
    "language/",
)
# URLs whose form is on neither their own page nor one above it.
HOMES: dict[str, str] = {}


@dataclass
class Ground:
    world: World
    samples: Samples

    def __post_init__(self) -> None:
        self.kept = Checksums()
        self._clients: dict[str, tuple[Client, dict[str, str]]] = {}

    @cached_property
    def foreign(self) -> list[str]:
        """Return the ids of other communities' rows, for URLs and forms."""
        results = {
            str(value)
            for tenant in ("dale", "moor", "uk")
            for value in self.samples.ids[tenant].values()
            if isinstance(value, int)
        }
        return sorted(results)

    def begin(self) -> None:
        """Reopen what the samples finished: the survey and a ready report become drafts."""
        world = self.world
        for place, tenant in (("hill", world.hill), ("usa", world.usa)):
            self.samples.ids[place]["report_id"] = build(world, tenant).pk
        with within(world.hill):
            BriefingFile.objects.all().delete()
            Figure.objects.update(frozen=False)
            Submission.objects.update(state=SubmissionState.DRAFT, submitted_at=None)
            TrustRound.objects.update(year=2025, closes_on=date(2025, 12, 31))
        self.kept = Checksums()

    def client(self, route: str) -> Client:
        person = person_at(route)
        if person not in self._clients:
            client = self.samples.signed_in(person) if person else Client()
            client.raise_request_exception = False
            cookies = {name: morsel.value for name, morsel in client.cookies.items()}
            self._clients[person] = client, cookies
        client, cookies = self._clients[person]
        client.cookies = SimpleCookie(cookies)
        return client

    def path(self, route: str, **others: Any) -> str:
        kind = get_kind(route)
        tenant = "usa" if kind == "office" else "hill"
        ids = {**self.samples.ids[tenant], **of_its_town(kind, tenant, self.samples), **others}
        return fill(route, tenant, ids)

    def others(self, route: str) -> set[str]:
        """Return the places whose rows must not change by a request to that URL."""
        world, kind = self.world, get_kind(route)
        places = {f"c{place.pk}" for place in (world.dale, world.moor)}
        places |= {f"o{place.pk}" for place in (world.uk, world.oasis)}
        if kind == "office":
            places.remove(f"c{world.dale.pk}")
        return places - ({f"o{world.oasis.pk}"} if kind == "international" else set())

    def takes_posts(self, route: str) -> bool:
        with watched(self.kept):
            return self.client(route).post(self.path(route)).status_code != 405

    def forms(self, route: str) -> list[Form]:
        """Return every form that posts to that URL, filled in validly."""
        results: dict[tuple[str, ...], Form] = {}
        for page in [HOMES.get(route, route), *above(route)]:
            path = self.path(page)
            with watched(self.kept):
                results = sent_to(route, self.client(page).get(path), path)
            if results:
                break
        steps = list(results.values())
        for form in steps:
            righted, answer = self._righted(route, form)
            results[form.names] = righted
            # The same URL serves the next step.
            more = sent_to(route, answer, form.path) if answer.status_code == 200 else {}
            steps += [step for names, step in more.items() if names not in results]
            results |= {names: step for names, step in more.items() if names not in results}
        return list(results.values()) or [Form(self.path(route), "POST", ())]

    def _righted(self, route: str, form: Form) -> tuple[Form, Answer]:
        for _turn in range(6):
            with watched(self.kept):
                answer, _sent = send(self.client(route), form, Try((), "form"), self.foreign)
            again = form.filled(wrong_in(answer.content)) if answer.status_code == 422 else form
            if again == form:
                break
            form = again
        return (form.filled(form.names) if answer.status_code == 422 else form), answer


def get_kind(route: str) -> str:
    return "signed-in" if route in ACCOUNTS else door(route)[0]


def person_at(route: str) -> str:
    """Return the person with the most rights, or "" for an anonymous visitor."""
    return "" if route.startswith(STRANGERS_ASK) else READERS[get_kind(route)]


def sent_to(route: str, page: Answer, path: str) -> dict[tuple[str, ...], Form]:
    """Return the page's forms that post to that URL, by their field names."""
    is_page = not page.streaming and page.headers.get("Content-Type", "").startswith("text/html")
    forms = forms_in(page.content, path) if page.status_code == 200 and is_page else []
    results: dict[tuple[str, ...], Form] = {}
    for form in forms:
        if form.method == "POST" and leads_to(form.path, route):
            results.setdefault(form.names, form)
    return results


def above(route: str) -> list[str]:
    """Return the pages whose URLs are prefixes of this one, nearest first."""
    results = (
        prefix for prefix in ROUTES if prefix.endswith("/") and route.startswith(prefix) and prefix != route
    )
    return sorted(results, key=len, reverse=True)


def leads_to(path: str, route: str) -> bool:
    try:
        return resolve(path).route == route
    except Resolver404:
        return False
