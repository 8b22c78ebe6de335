"""The forms of our pages in a sampled world, as the people with access see them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.base import World, within
from tests.drill.form_filling import PageForm, Pairs, get_forms
from tests.matrix.routes import door, fill, of_its_town
from tests.matrix.samples import Samples

# Written by every request.
ASIDE = ("django_session", "usersessions_usersession")
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
    "AND has_any_column_privilege(oid, 'SELECT') AND NOT relname = ANY(%s) ORDER BY 1"
)
WHO = {
    "community": ("hill", "hill-coordinator"),
    "office": ("usa", "usa-staff"),
    "everyone": ("hill", "stranger"),
}


@dataclass
class Page:
    """A page as a person sees it: client, path and forms."""

    client: Client
    path: str
    forms: list[PageForm]

    def form_with(self, name: str) -> PageForm:
        """Return the form with this field, or else the one with the most fields."""
        having = [form for form in self.forms if name in form.names]
        return max(having or self.forms, key=lambda form: len(form.fields))

    def send(self, form: PageForm, pairs: Pairs, **files: tuple[str, bytes]):
        """``files``: name and content by field."""
        data: dict[str, list[Any]] = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value)
        data |= {field: [SimpleUploadedFile(*chosen)] for field, chosen in files.items()}
        return self.client.post(form.action or self.path, data)


def get_page(route: str, samples: Samples) -> Page:
    kind, _role = door(route)
    place, person = WHO[kind]
    path = fill(route, place, {**samples.ids[place], **of_its_town(kind, place, samples)})
    client = Client() if kind == "everyone" else samples.signed_in(person)
    client.raise_request_exception = False
    response = client.get(path)
    is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    return Page(client, path, get_forms(response.content.decode()) if is_page else [])


def counted(world: World) -> Counter[str]:
    counter: Counter[str] = Counter()
    for scope in (within(world.hill, coordinator=True), within(world.usa)):
        with scope, connection.cursor() as cursor:
            cursor.execute(TABLES, [list(ASIDE)])
            names = [name for (name,) in cursor.fetchall()]
            cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names))
            counter |= Counter(dict(cursor.fetchall()))
    return counter
