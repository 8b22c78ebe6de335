"""Which tables are audited, what people call their rows, and why the others are not audited; a test checks that each
table is on one of the two lists.

Tables and pages of apps above this one are only named here, as the navigation names their pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tfc.auditing import Audited

NOWHERE = "NULL::bigint"


@dataclass(frozen=True)
class AuditedTable(Audited):
    """``label``: what a row is, with its article; of a part, with %(whole)s for the record that it is a part of.

    Of records: ``title``: the column by which people know it, and ``otherwise`` the one used if that is empty. ``page``
    and ``edit``: names of URLs, which take ``columns`` of the record after the place. A record of communities and
    offices has pages in both, those of offices with "office-" before their names.
    """

    label: Any = ""
    title: str = ""
    otherwise: str = ""
    page: str = ""
    edit: str = ""
    columns: tuple[str, ...] = ("pk",)

    @property
    def is_part(self) -> bool:
        return self.subject != "id"

    @property
    def is_in_both(self) -> bool:
        return NOWHERE not in (self.community, self.office)

    def edit_in(self, *, office: bool) -> str:
        """Return the page where a record is changed, in an office or a community; "" if there is none."""
        return self._in(self.edit, office=office)

    def page_in(self, *, office: bool) -> str:
        """Return the page that shows a record, in an office or a community; "" if there is none."""
        return self._in(self.page, office=office)

    def _in(self, name: str, *, office: bool) -> str:
        if office == (self.community == NOWHERE):
            return name
        return name.replace(":", ":office-", 1) if office and self.is_in_both else ""

    def build_url(self, name: str, place: str, record: Any) -> str:
        """Return the URL of a record's page; ``place``: the slug of its community or office."""
        return reverse(name, args=[place, *(getattr(record, column) for column in self.columns)])


def _of_community(table: str, label: Any, title: str = "", **more: Any) -> AuditedTable:
    return AuditedTable(table, label=label, title=title, **more)


def _of_office(table: str, label: Any, title: str = "", **more: Any) -> AuditedTable:
    return AuditedTable(table, NOWHERE, "r.office_id", label=label, title=title, **more)


def _of_either(table: str, label: Any, title: str = "", **more: Any) -> AuditedTable:
    """Return a table whose rows belong to a community or, with no community, to the office."""
    office = "CASE WHEN r.community_id IS NULL THEN r.office_id END"
    return AuditedTable(table, office=office, label=label, title=title, **more)


_STAGED = (
    "sheets", "table", "mapping", "likely", "readings", "questions", "notes", "counts", "facts", "failure",
)  # fmt: skip

_SCORES = tuple(
    f"{criterion}_{column}"
    for criterion in ("routes", "leaders", "networks")
    for column in ("score", "reason", "evidence")
)

# Audited from the first migration of their app (`<app>/policies.py`): what their triggers say never changes, labels and
# pages may. A table added later gets its triggers in the migration that creates it, by `tfc.auditing.audit`, and is
# listed in LATER.
FIRST = (
    # Accounts and memberships
    _of_community("communities_user", _("the account"), "name", community=NOWHERE, hidden=("password",)),
    _of_community("account_emailaddress", _("an e-mail address of %(whole)s"), community=NOWHERE, subject="user_id"),
    _of_community("mfa_authenticator", _("the second sign-in step of %(whole)s"),
                  community=NOWHERE, subject="user_id", hidden=("data",)),
    # A new key for the same session is not a change.
    _of_community("usersessions_usersession", _("a session of %(whole)s"),
                  community=NOWHERE, subject="user_id", hidden=("session_key", "ip", "user_agent", "data"),
                  verbs=("insert", "delete")),
    _of_community("communities_office", _("the office"), "name", community=NOWHERE, office="r.id"),
    _of_community("communities_community", _("the community"), "name", community="r.id"),
    _of_community("communities_membership", _("the membership"), "user", edit="communities:team-member"),
    _of_office("communities_staffmembership", _("the place in the office's team"), "user"),
    _of_either("communities_invitation", _("the invitation"), "email", hidden=("token_hash",)),
    _of_community("communities_roleperiod", _("the role in %(whole)s"), subject="membership_id"),
    # A community's settings
    _of_community("communities_stagechange", _("the stage"), "stage"),
    _of_community("communities_cadence", _("how often the team means to meet")),
    _of_community("communities_requiredlanguage", _("the languages in which help must be found")),
    _of_community("communities_populationprofile", _("the population profile")),
    _of_community("communities_rosterconfirmation", _("the confirmed team"), "half_year"),
    _of_community("communities_workforce", _("the number of professionals")),
    _of_community("communities_datalink", _("the link to a list"), "purpose", hidden=("token_hash",)),
    _of_office("communities_officedatalink", _("the link to a list"), "purpose", hidden=("token_hash",)),
    _of_either("communities_target", _("the target"), "note"),
    _of_community("communities_importbatch", _("the spreadsheet"), "file_name", ignored=_STAGED),
    _of_community("communities_bulkexport", _("the records"), "what", verbs=("insert",)),
    _of_office("communities_officebulkexport", _("the records"), "what", verbs=("insert",)),
    _of_community("communities_personrequest", _("a person's request"), "counts", verbs=("insert",), otherwise="kind"),
    # Candidates; each score is given independently, and its page shows when others may see it
    _of_office("communities_candidate", _("the candidate"), "name", edit="communities:candidate-edit"),
    _of_office("communities_candidatemove", _("the stage of %(whole)s"), subject="candidate_id"),
    _of_office("communities_siteassessment", _("a score of %(whole)s"), subject="candidate_id", hidden=_SCORES),
    _of_office("communities_formationdecision", _("the decision about %(whole)s"), subject="candidate_id"),
    # Counts that the program updates every hour are not a change.
    _of_office("communities_pairing", _("the pairing of two communities"), ignored=("joint_keys", "counted_at")),
    # Stakeholders
    _of_community("stakeholders_organization", _("the organization"), "name",
                  page="stakeholders:organization-detail", edit="stakeholders:organization-edit"),
    _of_community("stakeholders_contact", _("the contact"), "name",
                  edit="stakeholders:contact-edit", columns=("organization_id", "pk")),
    _of_community("stakeholders_organizationmerge", _("that two organizations are one")),
    _of_community("stakeholders_distinctpair", _("that two organizations are not one")),
    _of_community("stakeholders_partnership", _("the partnership"), "name", edit="stakeholders:partnership-edit"),
    _of_community("stakeholders_contribution", _("the contribution"), "what", edit="stakeholders:contribution-edit"),
    _of_office("stakeholders_ownvulnerability", _("the office's own vulnerability")),
    _of_office("stakeholders_influenceweight", _("the influence of a sector")),
    _of_community("stakeholders_finding", _("the finding"), "summary",
                  page="stakeholders:finding-detail", edit="stakeholders:finding-edit"),
    # A removed note is deleted permanently, so its text is not stored here either.
    _of_community("stakeholders_findinglocation", _("the note of where exactly in %(whole)s"),
                  subject="finding_id", hidden=("note",)),
    _of_community("stakeholders_locationreading", _("the note of where exactly in %(whole)s"), subject="finding_id"),
    _of_community("stakeholders_research", _("the research"), "question", edit="stakeholders:research-edit"),
    _of_community("stakeholders_researchstep", _("a step of %(whole)s"), subject="research_id"),
    _of_community("stakeholders_researchmethod", _("a method of %(whole)s"), subject="research_id"),
    _of_community("stakeholders_focusdecision", _("the decision about the focus")),
    _of_community("stakeholders_focusstakeholder", _("the focus"), edit="stakeholders:focus-edit"),
    _of_community("stakeholders_strategy", _("the strategy"), "title",
                  page="stakeholders:strategy-detail", edit="stakeholders:strategy-edit"),
    _of_community("stakeholders_strategystep", _("how far %(whole)s is"), subject="strategy_id"),
    _of_community("stakeholders_evidence", _("the evidence for %(whole)s"), subject="strategy_id"),
    _of_community("stakeholders_evidencefile", _("the file of an evidence"), "name", hidden=("content",)),
    _of_community("stakeholders_sharedevidence", _("the evidence that the office sees"), "what", hidden=("content",)),
    _of_community("stakeholders_spotcheck", _("the office's view of %(whole)s"), subject="shared_id"),
    _of_community("stakeholders_strategyassessment", _("that %(whole)s was asked"), subject="organization_id"),
    _of_community("stakeholders_briefing", _("the briefing"), "title",
                  page="stakeholders:briefing-detail", edit="stakeholders:briefing-edit"),
    _of_community("stakeholders_briefingfinding", _("the findings in %(whole)s"), subject="briefing_id"),
    _of_community("stakeholders_briefingshare", _("a link to %(whole)s"), subject="briefing_id"),
    _of_community("stakeholders_trustround", _("the round of ratings")),
    # Events
    _of_community("events_event", _("the event"), "title",
                  page="events:event-detail", edit="events:event-edit", otherwise="kind"),
    _of_community("events_eventseries", _("the series of events")),
    _of_community("events_organizationpresence", _("the organizations at %(whole)s"), subject="event_id"),
    _of_community("events_constituencypresence", _("the groups of people at %(whole)s"), subject="event_id"),
    _of_community("events_memberpresence", _("the members at %(whole)s"), subject="event_id"),
    _of_community("events_headcount", _("the counts of people at %(whole)s"), subject="event_id"),
    _of_community("events_output", _("what came of %(whole)s"), subject="event_id"),
    _of_community("events_researchevent", _("the research that %(whole)s belongs to"), subject="event_id"),
    _of_community("events_evidenceevent", _("what %(whole)s is evidence for"), subject="event_id"),
    _of_community("events_jointshare", _("with whom %(whole)s was held"), subject="event_id"),
    _of_community("events_calendarlink", _("the secret address of a calendar"), hidden=("token_hash",)),
    _of_office("events_historicalactivity", _("the earlier result"), "activity"),
    _of_office("events_officetraining", _("the training"), "title",
               page="events:office-training-detail", edit="events:office-training-edit"),
    _of_community("events_trainingsignup", _("who signed up for %(whole)s"), subject="training_id"),
    _of_community("events_trainingattendance", _("who was at a training")),
    _of_community("events_leadergoal", _("the next step of a leader")),
    # Support: the number of people supported is purged after two years, and not stored here
    _of_community("support_publicprofile", _("the public page"), edit="support:public-edit", columns=()),
    _of_community("support_service", _("the service"), "name",
                  page="support:service-detail", edit="support:service-edit"),
    _of_community("support_openinghours", _("the opening hours of %(whole)s"), subject="service_id"),
    _of_community("support_serviceconfirmation", _("what the provider says of %(whole)s"),
                  subject="service_id", hidden=("token_hash",)),
    _of_community("support_directoryimport", _("the directory that was read in")),
    _of_community("support_pathway", _("the pathway to %(whole)s"), subject="service_id"),
    _of_community("support_pathwaycheck", _("a call about %(whole)s"), subject="service_id"),
    _of_community("support_supporttally", _("the number of people supported"), hidden=("people",)),
    _of_community("support_supportoffered", _("the support offered")),
    # Library
    _of_either("library_material", _("the material"), "title",
               page="library:material-detail", edit="library:material-edit"),
    _of_either("library_materialversion", _("a version of %(whole)s"), subject="material_id"),
    _of_either("library_materialuse", _("a use of %(whole)s"), subject="material_id"),
    _of_either("library_story", _("the story"), "title",
               page="library:story-detail", edit="library:story-edit"),
    _of_either("library_adoption", _("that we try %(whole)s"), subject="story_id"),
    _of_community("library_adoptionevent", _("the event of a story that is tried")),
    _of_either("library_sharingstep", _("who may read something")),
    _of_either("library_announcement", _("the announcement"), "title", edit="library:announcement-edit"),
    # Text that a person removes from a board is deleted.
    _of_community("library_boardpost", _("words on the board"), hidden=("text",)),
    _of_either("library_comment", _("the comment"), hidden=("text",)),
    _of_community("library_commentreport", _("that a person reported %(whole)s"), subject="comment_id"),
    # Evaluation
    _of_community("reports_archiverun", _("the archive of everything"), "file_name"),
    _of_community("residents_awarenesswave", _("the survey of residents"),
                  page="residents:wave-detail", edit="residents:wave-edit"),
    _of_office("evaluation_customitem", _("the office's own question")),
    _of_office("evaluation_customitemversion", _("what is asked by %(whole)s"), subject="item_id"),
    _of_community("evaluation_customanswer", _("an answer in %(whole)s"), subject="submission_id"),
    _of_community("evaluation_declaration", _("the declaration")),
    _of_office("communities_thresholdsetting", _("the threshold")),
    _of_community("evaluation_qualityanswer", _("the answer about an odd record")),
    _of_office("evaluation_round", _("the half-year"), "half_year"),
    _of_community("evaluation_submission", _("the half-year survey")),
    _of_community("evaluation_submissionstep", _("the way of %(whole)s"), subject="submission_id"),
    _of_community("evaluation_answer", _("an answer in %(whole)s"), subject="submission_id"),
    _of_community("evaluation_overridereview", _("the decision on an override in %(whole)s"), subject="submission_id"),
    _of_either("reports_report", _("the report"), "title", ignored=("snapshot",)),
    _of_either("reports_reporttext", _("the words of %(whole)s"), subject="report_id"),
    _of_either("reports_reportshare", _("a link to %(whole)s"), subject="report_id", hidden=("token_hash",)),
)  # fmt: skip
LATER: tuple[AuditedTable, ...] = ()
AUDITED = (*FIRST, *LATER)
ACCOUNT_APPS = ("account", "mfa", "usersessions")


def first_audited(*apps: str) -> list[AuditedTable]:
    """Return the tables of these apps that their first migration audits."""
    return [table for table in FIRST if table.table.partition("_")[0] in apps]


# By the reason.
NOT_AUDITED: Mapping[str, tuple[str, ...]] = {
    "the program works it out again by itself": (
        "communities_setupprogress", "evaluation_comparison", "evaluation_eventrollup",
        "evaluation_figure", "evaluation_figuretotal", "evaluation_publictable",
        "evaluation_qualitycount", "evaluation_refresh", "evaluation_stalemark",
        "evaluation_standingrollup", "events_publicevent", "events_trainingline", "reports_reportfile",
        "stakeholders_briefingfile", "support_supporttotal",
    ),
    "what one person alone sees": (
        "communities_lastvisit", "communities_digestday", "communities_notice", "communities_noticesetting",
        "communities_officelastvisit", "communities_officedigestday", "communities_officenotice",
        "communities_officerecentrecord", "communities_recentrecord", "dashboards_pinnedcommunity",
        "dashboards_sentview", "dashboards_viewsubscription", "evaluation_answerdraft",
        "library_commentmention", "library_dismissedannouncement",
    ),
    "of the framework; holds no records of people": (
        "account_emailconfirmation", "auth_group", "auth_group_permissions", "auth_permission",
        "communities_user_groups", "communities_user_user_permissions", "django_content_type",
        "django_migrations", "django_session",
    ),
    "a resident leaves no trace, not even the time of an answer": (
        "events_guestcount", "events_guestticket", "residents_awarenessanswer", "residents_awarenesstotal",
        "residents_ownwords", "residents_setasideanswer", "residents_turnedaway", "support_interest",
    ),
    "is itself a log that is only added to": (
        "communities_auditday", "communities_auditdetails", "communities_auditentry",
        "communities_retentioncount", "events_eventchange", "support_tallypurge",
    ),
    "what lies there on the way in; what becomes of it is audited": (
        "communities_importfile", "communities_importjob", "communities_importmapping",
        "communities_importrow", "communities_outgoingmail", "reports_job",
    ),
    "nothing may say which organization answered, not even the order of the answers": (
        "stakeholders_trustanswer", "stakeholders_trustinvitation",
    ),
    "a copy of answers, which are audited, and of figures; its step is audited": (
        "evaluation_acceptedversion",
    ),
    "digests of records, which are audited; its step is audited": ("evaluation_submittedrecords",),
}  # fmt: skip
