"""Everything in a community's records about one person, found by name, email address or phone number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Func, JSONField, Model, Q, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.audit.changes import get_column_label
from communities.audit.labels import KINDS_BY_TABLE, get_record_kind
from communities.audit.person_requests import table_title
from communities.audit.sentences import get_titles
from communities.models import AuditDetails, Community, Membership
from communities.person_query import PersonQuery
from communities.person_spellings import PossibleQuery
from communities.place_rows import rows_of_place
from communities.text_removal import collect_text, find_spans
from tfc.personal_data import PersonalTexts, UnsearchedFiles, get_unsearched_files, personal_texts

MOST = 200
POSSIBLE = "possible:"
AROUND = 120


@dataclass(frozen=True)
class Match:
    """A record that names the person. ``lines``: (name of the column, the matched words with their context).

    ``query``: whose words are corrected or deleted. ``spellings``: the matched words of a possible match.
    """

    key: str
    title: str
    url: str
    query: PersonQuery
    lines: Sequence[tuple[str, str]] = ()
    row: Any = None
    texts: PersonalTexts | None = None
    columns: tuple[str, ...] = ()
    table: str = ""
    subject: int = 0
    spellings: Sequence[str] = ()

    @property
    def file_lines(self) -> Sequence[tuple[str, str]]:
        """Return the lines for a file: every column of a record about the person, of others the matched words."""
        if self.texts is None or not self.texts.is_person:
            return self.lines
        columns = ((self.row._meta.get_field(name), getattr(self.row, name)) for name in self.texts.columns)
        return [(capfirst(get_column_label(column)), text) for column, text in columns if text]


@dataclass(frozen=True)
class PersonRecords:
    """``groups``: (kind, its records). ``members``: people of the team with this name or address.

    ``is_cut``: more records of a kind match than are listed.
    """

    groups: Sequence[tuple[str, Sequence[Match]]] = ()
    members: Sequence[Membership] = ()
    by_key: dict[str, Match] = field(default_factory=dict)
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.groups or self.members)


def search_person(query: PersonQuery, community: Community) -> PersonRecords:
    """Search in the scope of a coordinator of the community."""
    groups: list[tuple[str, list[Match]]] = []
    is_cut = False
    for texts in personal_texts().values():
        model = apps.get_model(texts.model)
        if matches := list(_matches(model, texts, query, community)):
            groups.append((capfirst(str(table_title(model._meta.db_table))), matches[:MOST]))
            is_cut = is_cut or len(matches) > MOST
    if history := _history_matches(query):
        groups.append((str(_("History")), history))
    by_key = {match.key: match for _title, matches in groups for match in matches}
    return PersonRecords(groups, _members(query, community), by_key, is_cut)


def search_possible_matches(query: PersonQuery, community: Community, exact: PersonRecords) -> PersonRecords:
    """Search for other spellings, without the records about the person that the exact search lists as a whole."""
    possible = search_person(PossibleQuery(query.name, query.email, query.phone), community)
    groups = []
    for title, matches in possible.groups:
        more = [
            replace(match, key=f"{POSSIBLE}{match.key}")
            for match in matches
            if match.key not in exact.by_key or (match.texts and not match.texts.is_person)
        ]
        if more:
            groups.append((title, more))
    by_key = {match.key: match for _title, matches in groups for match in matches}
    members = [member for member in possible.members if member not in exact.members]
    return PersonRecords(groups, members, by_key, possible.is_cut)


def merge_matches(matches: Iterable[Match]) -> list[Match]:
    """Return one match for a record that is among the exact and the possible ones."""
    merged: dict[str, Match] = {}
    for match in matches:
        key = match.key.removeprefix(POSSIBLE)
        if first := merged.get(key):
            query = PossibleQuery(match.query.name, match.query.email, match.query.phone, with_exact=True)
            columns = tuple(dict.fromkeys((*first.columns, *match.columns)))
            lines = [*first.lines, *match.lines]
            merged[key] = replace(first, query=query, lines=lines, columns=columns)
        else:
            merged[key] = match
    return list(merged.values())


def _matches(
    model: type[Model], texts: PersonalTexts, query: PersonQuery, community: Community
) -> Iterable[Match]:
    condition, casts = Q(), {}
    for column in texts.columns:
        casts[f"{column}_as_text"] = _as_text(model._meta.get_field(column))
        condition |= Q(**{f"{column}_as_text__iregex": query.expression})
    rows = rows_of_place(model, community).alias(**casts).filter(condition).order_by("pk")
    # The expression has no word boundaries, so the database also finds "plan legal help" for "An Le".
    named = ((row, lines) for row in rows.iterator() if (lines := list(_lines(row, texts, query))))
    matching_rows = list(islice(named, MOST + 1))
    titles = get_titles({model._meta.db_table: {row.pk for row, _lines in matching_rows}})
    for row, lines in matching_rows:
        yield Match(
            key=f"{texts.model}:{row.pk}",
            title=titles.get((model._meta.db_table, row.pk), ""),
            url=_url(row, community),
            query=query,
            spellings=_list_spellings(row, texts, query),
            lines=[(name, text) for _column, name, text in lines],
            row=row,
            texts=texts,
            columns=tuple(column for column, _name, _text in lines),
        )


def _as_text(column: Any) -> Any:
    """Return the column as text; line breaks in a JSON column as spaces."""
    text = Cast(column.name, TextField())
    if not isinstance(column, JSONField):
        return text
    return Func(
        text, Value(r"\\[nrt]"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField()
    )


def _lines(row: Any, texts: PersonalTexts, query: PersonQuery) -> Iterable[tuple[str, str, str]]:
    for column in texts.columns:
        text = collect_text(getattr(row, column))
        if spans := find_spans(text, query.patterns.values()):
            name = capfirst(get_column_label(row._meta.get_field(column)))
            is_hidden = column in texts.hidden
            hidden = _("Confidential. Open the record to read it.")
            yield column, name, hidden if is_hidden else _excerpt(text, spans[0])


def _list_spellings(row: Any, texts: PersonalTexts, query: PersonQuery) -> Sequence[str]:
    if not isinstance(query, PossibleQuery):
        return ()
    contents = [collect_text(getattr(row, column)) for column in texts.columns if column not in texts.hidden]
    spans = ((text, span) for text in contents for span in find_spans(text, query.patterns.values()))
    return list(dict.fromkeys(text[begin:end] for text, (begin, end) in spans))


def _excerpt(text: str, span: tuple[int, int]) -> str:
    begin, end = max(0, span[0] - AROUND), span[1] + AROUND
    return ("…" if begin else "") + text[begin:end].strip() + ("…" if end < len(text) else "")


def _history_matches(query: PersonQuery) -> list[Match]:
    """Return changes whose values before or after name the person, one line for each record."""
    details = AuditDetails.objects.alias(text=_as_text(AuditDetails._meta.get_field("details"))).filter(
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
            query=query,
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
