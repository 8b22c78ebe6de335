"""Attendance: organizations, constituencies and members by name or kind; other people only as a count."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from stakeholders.models import OfficeTerm, Organization
from tfc.tenancy import SameTenant, TenantModel


class Constituency(models.TextChoices):
    YOUTH = "youth", _("Youth")
    PARENTS = "parents", _("Parents")
    TEACHERS = "teachers", _("Teachers")
    STUDENTS = "students", _("Students")
    CONSUMERS = "consumers", _("Consumers")
    SENIORS = "seniors", _("Older people")
    MIGRANTS = "migrants", _("Migrants")
    WORKERS = "workers", _("Workers")
    EMPLOYERS = "employers", _("Employers")
    RESIDENTS = "residents", _("Residents")


class Dimension(models.TextChoices):
    """How the people present are counted. The groups are free codes; those of profession are fixed."""

    GENDER = "gender", _("Gender")
    AGE_BAND = "age_band", _("Age")
    RACE = "race", _("Race or ethnicity")
    LANGUAGE = "language", _("Language")
    EDUCATION = "education", _("Education")
    INCOME = "income", _("Income")
    PROFESSION = "profession", _("Profession")


class AgeBand(models.TextChoices):
    UNDER_15 = "0-14", _("Under 15")
    YOUNG = "15-24", _("15 to 24")
    ADULT = "25-44", _("25 to 44")
    MIDDLE = "45-64", _("45 to 64")
    OLDER = "65+", _("65 and over")


class Profession(models.TextChoices):
    POLICE = "police", _("Police")
    PROSECUTORS = "prosecutors", _("Prosecutors")
    JUDGES = "judges", _("Judges")
    FIRST_RESPONDERS = "first_responders", _("Other first responders")
    TEACHERS = "teachers", _("Teachers")
    HEALTH_WORKERS = "health_workers", _("Health workers")
    OTHER = "other", _("Other professions")


class EventPart(TenantModel):
    """Base of rows that belong to one event."""

    event = models.ForeignKey(Event, models.CASCADE, db_constraint=False, related_name="%(class)ss")

    class Meta(TenantModel.Meta):
        abstract = True
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="event", name="%(app_label)s_%(class)s_event"),
        ]


class OrganizationPresence(EventPart):
    organization = models.ForeignKey(
        Organization, models.PROTECT, db_constraint=False, related_name="presences"
    )

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            SameTenant(field="organization", name="events_presence_organization"),
            models.UniqueConstraint(
                fields=["community", "event", "organization"], name="events_organization_once"
            ),
        ]


class ConstituencyPresence(EventPart):
    constituency = models.CharField(max_length=20, choices=Constituency)

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "event", "constituency"], name="events_constituency_once"
            ),
        ]


class MemberPresence(EventPart):
    """A member who was present: the only people who are ever named."""

    membership = models.ForeignKey(
        "communities.Membership", models.PROTECT, db_constraint=False, related_name="+"
    )

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            SameTenant(field="membership", name="events_presence_membership"),
            models.UniqueConstraint(fields=["community", "event", "membership"], name="events_member_once"),
        ]


class InvitedPresence(EventPart):
    """A person who was present before accepting the invitation, and then becomes a present member.

    ``invitation``: the id of a communities.Invitation. No foreign key, because invitations are deleted after a while.
    """

    invitation = models.BigIntegerField()

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            models.UniqueConstraint(fields=["community", "event", "invitation"], name="events_invited_once"),
        ]


class Headcount(EventPart):
    """The people present of one group. The rest up to ``people_present`` is unrecorded (events.counts), never zero."""

    dimension = models.CharField(max_length=12, choices=Dimension)
    group = models.CharField(max_length=60)
    people = models.PositiveIntegerField()

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "event", "dimension", "group"], name="events_headcount_once"
            ),
        ]


class OutputUnit(models.TextChoices):
    """What every office counts. ``events.output_units`` has the other units: money by currency, and an office's own."""

    ITEMS = "items", _("Items given out")
    PLACEMENTS = "placements", _("Placements (posters, benches, articles)")
    BROADCASTS = "broadcasts", _("Broadcasts")
    CONTACTS = "contacts", _("Contacts face to face")
    VIEWS = "views", _("Online views")
    SIGNATURES = "signatures", _("Signatures")
    HOURS = "hours", _("Volunteer hours")


class OfficeUnit(OfficeTerm):
    """A unit that an office adds for its communities."""


class Output(EventPart):
    """``unit``: a code of ``events.output_units``; numbers of different units are never added."""

    unit = models.CharField(_("Unit"), max_length=20)
    quantity = models.PositiveIntegerField(_("How many"))
    at_least = models.BooleanField(_("At least"), default=False)
    what = models.CharField(_("What"), max_length=160, blank=True)
