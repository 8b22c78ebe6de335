"""Everything in a community's records about one person, found by name, email address or phone number."""

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from unicodedata import normalize

from django.apps import apps
from django.db.models import BinaryField, Model, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.audit.changes import get_column_label
from communities.audit.labels import KINDS_BY_TABLE, get_record_kind
from communities.audit.person_requests import table_title
from communities.audit.sentences import get_titles
from communities.models import AuditDetails, Community, Membership
from communities.place_rows import rows_of_place
from communities.text_removal import collect_text, find_spans
from tfc.personal_data import PersonalTexts, UnsearchedFiles, get_unsearched_files, personal_texts

MOST = 200
AROUND = 120
# The last digits that identify a number, without the country code.
DIGITS = 10
# Characters of a mailbox name that must not precede the address.
MAILBOX = "._%+-"
LATIN = "A-Za-z0-9\u00c0-\u024f"
# Phones and word processors write hyphens and apostrophes in several ways.
# Quotation marks: first and last name in two cells of an import.
SPACES, BETWEEN_NAMES = r"[\s\-\u2010-\u2015]+", r"[\s,\"\-\u2010-\u2015]+"
# Between first and last name there may be other names or initials, but no end of a sentence or list item.
OTHER_NAME = r"(?:[^\s,;:.!?/()0-9\-\u2010-\u2015]{1,24}|[^\s,;:.!?/()0-9\-\u2010-\u2015]{1,2}[.])"
MOST_OTHER_NAMES = 3
APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`"
# Accents as separate characters, as some systems write them.
COMBINING = "[\u0300-\u036f]*"


@dataclass(frozen=True)
class PersonQuery:
    """The search terms. At least one of them is given."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @cached_property
    def sources(self) -> dict[str, str]:
        """Return {term: a regular expression that PostgreSQL and Python interpret alike}."""
        expressions: dict[str, str] = {}
        # An empty expression would find every record.
        if parts := list(filter(None, re.split(BETWEEN_NAMES, normalize("NFC", self.name)))):
            # "Maria Lopez Garcia" is also written "Lopez Garcia, Maria", and "Maria Lopez" "Maria G. Lopez".
            orders = sorted({tuple(parts[at:] + parts[:at]) for at in range(len(parts))})
            between = f"(?:{SPACES}{OTHER_NAME}){{0,{MOST_OTHER_NAMES}}}{BETWEEN_NAMES}"
            expressions["name"] = "|".join(
                between.join(map(_build_accent_pattern, order)) for order in orders
            )
        if self.email:
            expressions["email"] = re.escape(self.email)
        if digits := re.sub(r"\D", "", self.phone):
            # The country code, the zero before an area code and an opening parenthesis belong to the number.
            between = "[^0-9A-Za-z]{0,3}"
            expressions["phone"] = rf"(?:[+][0-9]{{1,3}}{between}|1{between})?(?:[(]?0[)]?{between})?[(]?"
            expressions["phone"] += between.join(digits[-DIGITS:])
        return expressions

    @cached_property
    def expression(self) -> str:
        return "|".join(f"({source})" for source in self.sources.values())

    @cached_property
    def patterns(self) -> dict[str, "re.Pattern[str]"]:
        """Return them with word boundaries: "Ann" does not match within "Anniversary"."""
        compiled = {}
        for key, source in self.sources.items():
            before, after = LATIN, f"[{LATIN}]"
            if key == "email":
                # "ann@example.com" is not "ann@example.com.mx".
                before, after = LATIN + MAILBOX, f"[{LATIN}]|[.-]+[{LATIN}]"
            compiled[key] = re.compile(rf"(?<![{before}])(?:{source})(?!{after})", re.IGNORECASE)
        return compiled


def _build_accent_pattern(word: str) -> str:
    """Return a regular expression that matches "López" by "Lopez" and the other way round, ignoring case."""
    return "".join(_letter(character) for character in word)


def _letter(character: str) -> str:
    if character in APOSTROPHES:
        return f"[{APOSTROPHES}]"
    forms = _LATIN_LETTERS.get(_base(character), "")
    return f"[{forms}]{COMBINING}" if forms else re.escape(character)


def _base(character: str) -> str:
    return normalize("NFD", character)[0].lower()


def _latin_letters() -> dict[str, str]:
    """Return {letter: the letter with and without accents, lowercase and uppercase}."""
    letters: dict[str, str] = {}
    for character in (*map(chr, range(0xC0, 0x250)), *string.ascii_letters):
        if character.isalpha():
            base = _base(character)
            letters[base] = letters.get(base, "") + character
    return letters


_LATIN_LETTERS = _latin_letters()


@dataclass(frozen=True)
class Match:
    """A record that names the person. ``lines``: (name of the column, the matched words with their context)."""

    key: str
    title: str
    url: str
    lines: Sequence[tuple[str, str]] = ()
    row: Any = None
    texts: PersonalTexts | None = None
    columns: tuple[str, ...] = ()
    table: str = ""
    subject: int = 0

    @property
    def file_lines(self) -> Sequence[tuple[str, str]]:
        """Return the lines for a file: every column of a record about the person, of others the matched words."""
        if self.texts is None or not self.texts.is_person:
            return self.lines
        columns = ((self.row._meta.get_field(name), getattr(self.row, name)) for name in self.texts.columns)
        return [(capfirst(get_column_label(column)), text) for column, text in columns if text]


@dataclass(frozen=True)
class PersonRecords:
    """``groups``: (kind, its records). ``members``: people of the team with this name or address."""

    groups: Sequence[tuple[str, Sequence[Match]]] = ()
    members: Sequence[Membership] = ()
    is_cut: bool = False
    by_key: dict[str, Match] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.groups or self.members)


def search_person(query: PersonQuery, community: Community) -> PersonRecords:
    """Search in the scope of a coordinator of the community."""
    groups: list[tuple[str, list[Match]]] = []
    for texts in personal_texts().values():
        model = apps.get_model(texts.model)
        if matches := list(_matches(model, texts, query, community)):
            groups.append((capfirst(str(table_title(model._meta.db_table))), matches))
    if history := _history_matches(query):
        groups.append((str(_("History")), history))
    by_key = {match.key: match for _title, matches in groups for match in matches}
    return PersonRecords(groups, _members(query, community), len(by_key) > MOST, by_key)


def _matches(
    model: type[Model], texts: PersonalTexts, query: PersonQuery, community: Community
) -> Iterable[Match]:
    condition, casts = Q(), {}
    for column in texts.columns:
        casts[f"{column}_as_text"] = Cast(column, TextField())
        condition |= Q(**{f"{column}_as_text__iregex": query.expression})
    rows = list(rows_of_place(model, community).alias(**casts).filter(condition).order_by("pk")[: MOST + 1])
    titles = get_titles({model._meta.db_table: {row.pk for row in rows}})
    for row in rows:
        if lines := list(_lines(row, texts, query)):
            yield Match(
                key=f"{texts.model}:{row.pk}",
                title=titles.get((model._meta.db_table, row.pk), ""),
                url=_url(row, community),
                lines=[(name, text) for _column, name, text in lines],
                row=row,
                texts=texts,
                columns=tuple(column for column, _name, _text in lines),
            )


def _lines(row: Any, texts: PersonalTexts, query: PersonQuery) -> Iterable[tuple[str, str, str]]:
    for column in texts.columns:
        text = collect_text(getattr(row, column))
        if spans := find_spans(text, query.patterns.values()):
            name = capfirst(get_column_label(row._meta.get_field(column)))
            is_hidden = column in texts.hidden
            hidden = _("Confidential. Open the record to read it.")
            yield column, name, hidden if is_hidden else _excerpt(text, spans[0])


def _excerpt(text: str, span: tuple[int, int]) -> str:
    begin, end = max(0, span[0] - AROUND), span[1] + AROUND
    return ("…" if begin else "") + text[begin:end].strip() + ("…" if end < len(text) else "")


def _history_matches(query: PersonQuery) -> list[Match]:
    """Return changes whose values before or after name the person, one line for each record."""
    details = AuditDetails.objects.alias(text=Cast("details", TextField())).filter(
        text__iregex=query.expression
    )
    numbers: dict[tuple[str, int], int] = {}
    patterns = query.patterns.values()
    for entry in details.only("table_name", "subject_id", "details").iterator():
        kind = get_record_kind(entry.table_name)
        if kind and find_spans(collect_text(entry.details), patterns):
            key = (kind.table, entry.subject_id)
            numbers[key] = numbers.get(key, 0) + 1
    return [
        Match(
            key=f"history:{table}:{subject}",
            title=capfirst(str(KINDS_BY_TABLE[table].label)),
            url="",
            lines=[(_("Changes that name the person"), str(number))],
            table=table,
            subject=subject,
        )
        for (table, subject), number in sorted(numbers.items())
    ]


def _members(query: PersonQuery, community: Community) -> list[Membership]:
    members = Membership.objects.filter(community=community).select_related("user").order_by("pk")
    patterns = query.patterns.values()
    return [
        membership
        for membership in members
        if find_spans(f"{membership.user.name}\n{membership.user.email}", patterns)
    ]


def list_unsearched_files(community: Community) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (kind, its files by name with their address, empty for one in the trash), in a coordinator's scope."""
    kinds = [(str(files.title), list(_list_files(files, community))) for files in get_unsearched_files()]
    return [(title, files) for title, files in kinds if files]


def _list_files(files: UnsearchedFiles, community: Community) -> Iterable[tuple[str, str]]:
    rows = rows_of_place(apps.get_model(files.model), community).filter(files.condition)
    contents = [column.name for column in rows.model._meta.fields if isinstance(column, BinaryField)]
    for row in rows.select_related(*files.related).defer(*contents).order_by("-pk"):
        address = files.address(row)
        url = reverse(address[0], kwargs={"community": community.slug, **address[1]}) if address else ""
        yield getattr(row, files.name), url


def _url(row: Any, community: Community) -> str:
    """Return the page where the record is changed; "" if there is none."""
    kind = get_record_kind(row._meta.db_table)
    if kind is None or kind.table != row._meta.db_table:
        return ""
    name = kind.edit_in(office=False)
    return kind.build_url(name, community.slug, row) if name else ""
