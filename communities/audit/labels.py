"""Names in the audit log: each audited table as a kind of record, or as a part of one.

Labels of apps above this one are only named here, as the navigation names their pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from communities.audit.tables import AUDITED


@dataclass(frozen=True)
class Kind:
    """``label``: with its article; ``title``: the column by which people know the record, and ``otherwise`` the one
    used if that is empty. ``page`` and ``edit``: names of URLs that take the record's number as ``number``, if a place
    has more than one of the kind, and further values of the record as ``more``: {argument: column}. ``both``:
    communities and offices have it, with "office-" before the names of an office's pages.
    """

    table: str
    label: Any
    title: str = ""
    page: str = ""
    edit: str = ""
    number: str = ""
    more: tuple[tuple[str, str], ...] = ()
    otherwise: str = ""
    both: bool = False

    def edit_in(self, *, office: bool) -> str:
        """Return the page where a record is changed, in an office or a community; "" if there is none."""
        return self._in(self.edit, office=office)

    def page_in(self, *, office: bool) -> str:
        """Return the page that shows a record, in an office or a community; "" if there is none."""
        return self._in(self.page, office=office)

    def _in(self, name: str, *, office: bool) -> str:
        if office == (self.table in OF_OFFICES):
            return name
        return name.replace(":", ":office-", 1) if office and self.both else ""


@dataclass(frozen=True)
class Part:
    """``label``: with %(whole)s for the record that the part belongs to."""

    table: str
    parent_table: str
    label: Any


OF_OFFICES = frozenset({"communities_candidate", "events_officetraining"})
KINDS = (
    Kind("communities_user", _("the account"), "name"),
    Kind("communities_office", _("the office"), "name"),
    Kind("communities_community", _("the community"), "name"),
    Kind(
        "communities_membership", _("the membership"), "user", "", "communities:team-member", "membership_id"
    ),
    Kind("communities_staffmembership", _("the place in the office's team"), "user"),
    Kind("communities_invitation", _("the invitation"), "email"),
    Kind("communities_stagechange", _("the stage"), "stage"),
    Kind("communities_cadence", _("how often the team means to meet")),
    Kind("communities_requiredlanguage", _("the languages in which help must be found")),
    Kind("communities_populationprofile", _("the population profile")),
    Kind("communities_rosterconfirmation", _("the confirmed team"), "half_year"),
    Kind("communities_workforce", _("the number of professionals")),
    Kind("communities_datalink", _("the link to a list"), "purpose"),
    Kind("communities_officedatalink", _("the link to a list"), "purpose"),
    Kind("communities_target", _("the target"), "note"),
    Kind("communities_importbatch", _("the spreadsheet"), "file_name"),
    Kind("communities_bulkexport", _("the records"), "what"),
    Kind("communities_officebulkexport", _("the records"), "what"),
    Kind(
        "communities_candidate", _("the candidate"), "name", "", "communities:candidate-edit", "candidate_id"
    ),
    Kind("communities_pairing", _("the pairing of two communities")),
    Kind(
        "stakeholders_organization",
        _("the organization"),
        "name",
        "activity:organization-detail",
        "stakeholders:organization-edit",
        "organization_id",
    ),
    Kind(
        "stakeholders_contact",
        _("the contact"),
        "name",
        "",
        "stakeholders:contact-edit",
        "contact_id",
        (("organization_id", "organization_id"),),
    ),
    Kind("stakeholders_organizationmerge", _("that two organizations are one")),
    Kind("stakeholders_distinctpair", _("that two organizations are not one")),
    Kind(
        "stakeholders_partnership",
        _("the partnership"),
        "name",
        "",
        "stakeholders:partnership-edit",
        "partnership_id",
    ),
    Kind(
        "stakeholders_contribution",
        _("the contribution"),
        "what",
        "",
        "stakeholders:contribution-edit",
        "contribution_id",
    ),
    Kind("stakeholders_ownvulnerability", _("the office's own vulnerability")),
    Kind("stakeholders_influenceweight", _("the influence of a sector")),
    Kind(
        "stakeholders_finding",
        _("the finding"),
        "summary",
        "stakeholders:finding-detail",
        "stakeholders:finding-edit",
        "finding_id",
    ),
    Kind(
        "stakeholders_research",
        _("the research"),
        "question",
        "",
        "stakeholders:research-edit",
        "research_id",
    ),
    Kind("stakeholders_focusdecision", _("the decision about the focus")),
    Kind("stakeholders_focusstakeholder", _("the focus"), "", "", "stakeholders:focus-edit", "focus_id"),
    Kind(
        "stakeholders_strategy",
        _("the strategy"),
        "title",
        "events:strategy-detail",
        "stakeholders:strategy-edit",
        "strategy_id",
    ),
    Kind("stakeholders_evidencefile", _("the file of an evidence"), "name"),
    Kind("stakeholders_sharedevidence", _("the evidence that the office sees"), "what"),
    Kind(
        "stakeholders_briefing",
        _("the briefing"),
        "title",
        "stakeholders:briefing-detail",
        "stakeholders:briefing-edit",
        "briefing_id",
    ),
    Kind("stakeholders_trustround", _("the round of ratings")),
    Kind(
        "events_event",
        _("the event"),
        "title",
        "events:event-detail",
        "events:event-edit",
        "event_id",
        otherwise="kind",
    ),
    Kind("events_eventseries", _("the series of events")),
    Kind("events_calendarlink", _("the secret address of a calendar")),
    Kind("events_historicalactivity", _("the earlier result"), "activity"),
    Kind(
        "events_officetraining",
        _("the training"),
        "title",
        "events:office-training-detail",
        "events:office-training-edit",
        "training_id",
    ),
    Kind("events_trainingattendance", _("who was at a training")),
    Kind("events_leadergoal", _("the next step of a leader")),
    Kind("support_publicprofile", _("the public page"), "", "", "support:public-edit"),
    Kind(
        "support_service",
        _("the service"),
        "name",
        "support:service-detail",
        "support:service-edit",
        "service_id",
    ),
    Kind("support_directoryimport", _("the directory that was read in")),
    Kind("support_supporttally", _("the number of people supported")),
    Kind("support_supportoffered", _("the support offered")),
    Kind(
        "library_material",
        _("the material"),
        "title",
        "library:material-detail",
        "library:material-edit",
        "material_id",
        both=True,
    ),
    Kind(
        "library_story",
        _("the story"),
        "title",
        "library:story-detail",
        "library:story-edit",
        "story_id",
        both=True,
    ),
    Kind("library_adoptionevent", _("the event of a story that is tried")),
    Kind("library_sharingstep", _("who may read something")),
    Kind(
        "library_announcement",
        _("the announcement"),
        "title",
        "",
        "library:announcement-edit",
        "announcement_id",
        both=True,
    ),
    Kind("library_boardpost", _("words on the board")),
    Kind("library_comment", _("the comment")),
    Kind("communities_personrequest", _("a person's request"), "counts", otherwise="kind"),
    Kind("reports_archiverun", _("the archive of everything"), "file_name"),
    Kind(
        "residents_awarenesswave",
        _("the survey of residents"),
        "",
        "residents:wave-detail",
        "residents:wave-edit",
        "wave_id",
    ),
    Kind("evaluation_customitem", _("the office's own question")),
    Kind("evaluation_declaration", _("the declaration")),
    Kind("communities_thresholdsetting", _("the threshold")),
    Kind("evaluation_qualityanswer", _("the answer about an odd record")),
    Kind("evaluation_round", _("the half-year"), "half_year"),
    Kind("evaluation_submission", _("the half-year survey")),
    Kind("reports_report", _("the report"), "title"),
)
PARTS = (
    # Readings, of an organization; no table of its own.
    Part("contacts", "stakeholders_organization", _("the contacts of %(whole)s")),
    # Readings, of a community; no table of its own.
    Part("person_search", "communities_community", _("what is stored about a person in %(whole)s")),
    Part("account_emailaddress", "communities_user", _("an e-mail address of %(whole)s")),
    Part("mfa_authenticator", "communities_user", _("the second sign-in step of %(whole)s")),
    Part("usersessions_usersession", "communities_user", _("a session of %(whole)s")),
    Part("communities_roleperiod", "communities_membership", _("the role in %(whole)s")),
    Part("communities_candidatemove", "communities_candidate", _("the stage of %(whole)s")),
    Part("communities_siteassessment", "communities_candidate", _("a score of %(whole)s")),
    Part("communities_formationdecision", "communities_candidate", _("the decision about %(whole)s")),
    Part("stakeholders_findinglocation", "stakeholders_finding", _("the note of where exactly in %(whole)s")),
    Part("stakeholders_locationreading", "stakeholders_finding", _("the note of where exactly in %(whole)s")),
    Part("stakeholders_researchstep", "stakeholders_research", _("a step of %(whole)s")),
    Part("stakeholders_researchmethod", "stakeholders_research", _("a method of %(whole)s")),
    Part("stakeholders_strategystep", "stakeholders_strategy", _("how far %(whole)s is")),
    Part("stakeholders_evidence", "stakeholders_strategy", _("the evidence for %(whole)s")),
    Part("stakeholders_spotcheck", "stakeholders_sharedevidence", _("the office's view of %(whole)s")),
    Part("stakeholders_strategyassessment", "stakeholders_organization", _("that %(whole)s was asked")),
    Part("stakeholders_briefingfinding", "stakeholders_briefing", _("the findings in %(whole)s")),
    Part("stakeholders_briefingshare", "stakeholders_briefing", _("a link to %(whole)s")),
    Part("events_organizationpresence", "events_event", _("the organizations at %(whole)s")),
    Part("events_constituencypresence", "events_event", _("the groups of people at %(whole)s")),
    Part("events_memberpresence", "events_event", _("the members at %(whole)s")),
    Part("events_headcount", "events_event", _("the counts of people at %(whole)s")),
    Part("events_output", "events_event", _("what came of %(whole)s")),
    Part("events_researchevent", "events_event", _("the research that %(whole)s belongs to")),
    Part("events_evidenceevent", "events_event", _("what %(whole)s is evidence for")),
    Part("events_jointshare", "events_event", _("with whom %(whole)s was held")),
    Part("events_trainingsignup", "events_officetraining", _("who signed up for %(whole)s")),
    # Readings, of a service; no table of its own.
    Part("service_addresses", "support_service", _("the confidential address of %(whole)s")),
    Part("support_openinghours", "support_service", _("the opening hours of %(whole)s")),
    Part("support_serviceconfirmation", "support_service", _("what the provider says of %(whole)s")),
    Part("support_pathway", "support_service", _("the pathway to %(whole)s")),
    Part("support_pathwaycheck", "support_service", _("a call about %(whole)s")),
    Part("library_materialversion", "library_material", _("a version of %(whole)s")),
    Part("library_materialuse", "library_material", _("a use of %(whole)s")),
    Part("library_adoption", "library_story", _("that we try %(whole)s")),
    Part("library_commentreport", "library_comment", _("that somebody reported %(whole)s")),
    Part("evaluation_customitemversion", "evaluation_customitem", _("what is asked by %(whole)s")),
    Part("evaluation_customanswer", "evaluation_submission", _("an answer in %(whole)s")),
    Part("evaluation_submissionstep", "evaluation_submission", _("the way of %(whole)s")),
    Part("evaluation_answer", "evaluation_submission", _("an answer in %(whole)s")),
    Part("evaluation_overridereview", "evaluation_submission", _("the decision on an override in %(whole)s")),
    Part("reports_reporttext", "reports_report", _("the words of %(whole)s")),
    Part("reports_reportshare", "reports_report", _("a link to %(whole)s")),
)
BY_TABLE: Mapping[str, Kind] = {kind.table: kind for kind in KINDS}
PART_OF: Mapping[str, Part] = {part.table: part for part in PARTS}


def get_record_kind(table: str) -> Kind | None:
    """Return the kind of the record that a row of this table is, or is a part of."""
    part = PART_OF.get(table)
    return BY_TABLE.get(part.parent_table if part else table)


def get_record_tables(table: str) -> list[str]:
    """Return the table of a record and those of its parts."""
    return [table, *(part.table for part in PARTS if part.parent_table == table)]


# Tables of communities that, with their parts, an office's staff may change.
CHANGED_BY_STAFF = frozenset(
    {
        "communities_community",
        "communities_membership",
        "communities_stagechange",
        "evaluation_submission",
        "events_trainingattendance",
        "stakeholders_sharedevidence",
    }
)
NOWHERE = "NULL::bigint"
_AUDITED = {audited_table.table: audited_table for audited_table in AUDITED}


def kinds_in(*, office: bool) -> list[Kind]:
    """Return the kinds that can appear in the audit log of an office, or of a community."""
    return [kind for kind in KINDS if _is_in(kind, office=office)]


def _is_in(kind: Kind, *, office: bool) -> bool:
    if office and kind.table in CHANGED_BY_STAFF:
        return True
    own = [_AUDITED[table] for table in get_record_tables(kind.table) if table in _AUDITED]
    return any(
        (audited_table.office if office else audited_table.community) != NOWHERE for audited_table in own
    )


@cache
def get_table_model(table: str) -> type[Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)
