"""Everything stored about an account holder, as one readable file: never data of another person."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.account_history import get_account_history
from communities.audit.labels import get_record_kind
from communities.devices import describe_user_agent
from communities.languages import language_name
from communities.models import (
    AuditEntry,
    Community,
    Invitation,
    Membership,
    NoticeGroup,
    NoticeSetting,
    Office,
    OutgoingMail,
    StaffMembership,
    User,
)
from communities.place_rows import rows_of_place
from tfc.logins import ACCOUNTS, use_login
from tfc.personal_data import OwnRecords, get_excluded_records, get_own_records
from tfc.tenancy import GLOBAL_TABLES, community_scope, office_scope
from tfc.text.line_breaks import moment_words
from tfc.text.punctuation import listed


@dataclass(frozen=True)
class Section:
    """A table: its title, its column headings, and its rows as text."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Chapter:
    """What is stored in one place, or about the account itself."""

    title: str
    sections: Sequence[Section]


def collect_account_data(person: User) -> list[Chapter]:
    """Return all data about the person, place by place; call it outside any scope."""
    chapters = [Chapter(_("Your account"), list(_account_sections(person)))]
    communities = Community.objects.filter(memberships__user=person).distinct().order_by("name", "pk")
    for community in communities:
        with community_scope(community.pk, community.office_id, coordinator=True):
            chapters.append(_place_chapter(community, person))
    for office in Office.objects.filter(staff__user=person).distinct().order_by("name", "pk"):
        with office_scope(office.pk):
            chapters.append(_place_chapter(office, person))
    return chapters


# ── The account itself


def _account_sections(person: User) -> Iterable[Section]:
    yield _facts(
        _("Account"),
        (
            (_("Name"), person.name),
            (_("Email address"), person.email),
            (_("Phone"), person.phone),
            (_("Language"), language_name(person.language.partition("-")[0]) if person.language else ""),
            (_("Time zone"), person.time_zone),
            (_("Account since"), person.date_joined),
            (_("Last sign-in"), person.last_login),
            (_("Single-key shortcuts"), person.uses_keys),
            (_("Read on"), person.news_seen_on),
            (_("Tour finished"), person.tour_is_over),
            (_("Downloaded on"), person.data_downloaded_at),
            (_("Password"), _("Stored only as a hash")),
        ),
    )
    yield from _sign_in_sections(person)
    yield _notification_section(person)
    yield _table(
        _("Invitations"),
        (_("Community or office"), _("Sent on"), _("Accepted on"), _("Withdrawn on")),
        (
            (invitation.place.name, invitation.created_at, invitation.accepted_at, invitation.withdrawn_at)
            for invitation in Invitation.objects.filter(Q(email__iexact=person.email) | Q(accepted_by=person))
            .select_related("community", "office")
            .order_by("pk")
        ),
    )
    yield _table(
        _("History"),
        (_("When"), _("What")),
        ((timezone.localtime(row.entry.at), row.text) for row in get_account_history(person)),
    )


def _sign_in_sections(person: User) -> Iterable[Section]:
    with use_login(ACCOUNTS):
        addresses = list(EmailAddress.objects.filter(user=person).order_by("pk"))
        methods = list(Authenticator.objects.filter(user=person).order_by("pk"))
        mails = list(OutgoingMail.objects.to_person(person).order_by("pk"))
        sessions = list(UserSession.objects.filter(user=person).order_by("pk"))
    yield _table(
        _("Email addresses"),
        (_("Email address"), _("Main address"), _("Address confirmed")),
        ((address.email, address.primary, address.verified) for address in addresses),
    )
    yield _table(
        _("Emails waiting to be sent to you"),
        (_("Subject"), _("Waiting since")),
        ((mail.subject, mail.made_at) for mail in mails),
    )
    yield _table(
        _("Two-step verification"),
        (_("Method"), _("Added on"), _("Last used on")),
        ((method.get_type_display(), method.created_at, method.last_used_at) for method in methods),
    )
    yield _table(
        _("Devices and sessions"),
        (_("Device"), _("Internet address"), _("Signed in on")),
        ((describe_user_agent(session.user_agent), session.ip, session.created_at) for session in sessions),
    )


def _notification_section(person: User) -> Section:
    chosen = NoticeSetting.objects.filter(user=person).first() or NoticeSetting(user=person)
    rows = [
        (group.label, chosen.shows(group), chosen.mails(group), group in chosen.weekly)
        for group in NoticeGroup
    ]
    return _table(_("Notification settings"), (_("About"), _("Shown"), _("By email"), _("Once a week")), rows)


# ── A community or an office


def _place_chapter(place: Community | Office, person: User) -> Chapter:
    sections = [_membership_section(place, person)]
    sections += [_build_own_section(records, place, person) for records in get_own_records()]
    sections.append(_count_authored_records(place, person))
    return Chapter(place.name, [section for section in sections if section.rows])


def _membership_section(place: Community | Office, person: User) -> Section:
    headings = (_("Role"), _("From"), _("Until"))
    if isinstance(place, Office):
        staff = StaffMembership.objects.filter(office=place, user=person).order_by("pk")
        rows = [(_("Staff of the office"), held.started_at, held.ended_at) for held in staff]
        return _table(_("Your role"), headings, rows)
    memberships = Membership.objects.filter(community=place, user=person).order_by("pk")
    held_roles = [(held.get_role_display(), held.started_at, held.ended_at) for held in memberships]
    return _table(_("Your role"), headings, held_roles)


def team_sections(community: Community, person: User) -> list[Section]:
    """Return what a community's coordinators see of a member, in its scope: roles, attendance and tasks."""
    team_records = (records for records in get_own_records() if records.is_known_to_team)
    sections = [_build_own_section(records, community, person) for records in team_records]
    return [section for section in sections if section.rows]


def _build_own_section(records: OwnRecords, place: Community | Office, person: User) -> Section:
    rows = rows_of_place(apps.get_model(records.model), place).filter(records.condition(person))
    ordered_rows = rows.select_related(*records.related).order_by("pk")
    headings = [str(heading) for heading, _value in records.columns]
    return _table(
        str(records.title),
        headings,
        ([value(record) for _heading, value in records.columns] for record in ordered_rows),
    )


def _count_authored_records(place: Community | Office, person: User) -> Section:
    """Return how many records name the person as their author; their content belongs to the community."""
    numbers: Counter[str] = Counter()
    for model, fields in get_authored_models().items():
        condition = Q()
        for field in fields:
            condition |= Q(**{field: person.pk})
        kind = get_record_kind(model._meta.db_table)
        if number := rows_of_place(model, place).filter(condition).count():
            numbers[capfirst(str(kind.label if kind else model._meta.verbose_name))] += number
    key = {"community_id": place.pk} if isinstance(place, Community) else {"office_id": place.pk}
    if entries := AuditEntry.objects.filter(actor=person.pk, **key).count():
        numbers[_("Entries of the audit log")] = entries
    return _table(_("Records that name you as their author"), (_("Kind"), _("Number")), numbers.items())


def get_authored_models() -> dict[type[Model], list[str]]:
    """Return {model: its fields that refer to an account}, for records that are not listed one by one."""
    listed_models = {records.model for records in get_own_records()} | get_excluded_records().keys()
    fields_by_model: dict[type[Model], list[str]] = {}
    for model in apps.get_models():
        if model._meta.db_table in GLOBAL_TABLES or model._meta.label_lower in listed_models:
            continue
        fields = [field.name for field in model._meta.local_concrete_fields if field.related_model is User]
        if fields:
            fields_by_model[model] = fields
    return fields_by_model


# ── Formatting


def _facts(title: str, facts: Iterable[tuple[str, Any]]) -> Section:
    return _table(title, (), facts)


def _table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Section:
    return Section(title, headings, [[_value_words(value) for value in row] for row in rows])


def _value_words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return moment_words(timezone.localtime(value))
    if isinstance(value, dt.date):
        return date_format(value)
    return listed(value) if isinstance(value, list) else str(value)
