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
    """``label``: what a row is.

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


def _community_table(table: str, label: Any, title: str = "", **more: Any) -> AuditedTable:
    return AuditedTable(table, label=label, title=title, **more)


def _office_table(table: str, label: Any, title: str = "", **more: Any) -> AuditedTable:
    return AuditedTable(table, NOWHERE, "r.office_id", label=label, title=title, **more)


def _shared_table(table: str, label: Any, title: str = "", **more: Any) -> AuditedTable:
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
    _community_table("communities_user", _("Account"), "name", community=NOWHERE, hidden=("password",)),
    _community_table("account_emailaddress", _("Email address"), community=NOWHERE, subject="user_id"),
    _community_table("mfa_authenticator", _("Two-step verification"),
                  community=NOWHERE, subject="user_id", hidden=("data",)),
    # A new key for the same session is not a change.
    _community_table("usersessions_usersession", _("Devices and sessions"),
                  community=NOWHERE, subject="user_id", hidden=("session_key", "ip", "user_agent", "data"),
                  verbs=("insert", "delete")),
    _community_table("communities_office", _("Office"), "name", community=NOWHERE, office="r.id"),
    _community_table("communities_community", _("Community"), "name", community="r.id"),
    _community_table("communities_membership", _("Member"), "user", edit="communities:team-member"),
    _office_table("communities_staffmembership", _("Staff of the office"), "user"),
    _shared_table("communities_invitation", _("Invitation"), "email", hidden=("token_hash",)),
    _community_table("communities_roleperiod", _("Role"), subject="membership_id"),
    # A community's settings
    _community_table("communities_stagechange", _("Stage"), "stage"),
    _community_table("communities_cadence", _("Meeting rhythm")),
    _community_table("communities_requiredlanguage", _("Languages needed for help")),
    _community_table("communities_populationprofile", _("Population profile")),
    _community_table("communities_rosterconfirmation", _("Team"), "half_year"),
    _community_table("communities_workforce", _("Professionals")),
    _community_table("communities_datalink", _("Data link"), "purpose", hidden=("token_hash",)),
    _office_table("communities_officedatalink", _("Data link"), "purpose", hidden=("token_hash",)),
    _shared_table("communities_target", _("Target"), "note"),
    _shared_table("communities_importbatch", _("Spreadsheet"), "file_name", ignored=_STAGED),
    _community_table("communities_bulkexport", _("Records"), "what", verbs=("insert",)),
    _office_table("communities_officebulkexport", _("Records"), "what", verbs=("insert",)),
    _community_table("communities_personrequest", _("Requests of a person"), "counts", verbs=("insert",),
                  otherwise="kind"),
    # Candidates; each score is given independently, and its page shows when others may see it
    _office_table("communities_candidate", _("Candidate"), "name", edit="communities:candidate-edit"),
    _office_table("communities_candidatemove", _("Stage"), subject="candidate_id"),
    _office_table("communities_siteassessment", _("Score"), subject="candidate_id", hidden=_SCORES),
    _office_table("communities_formationdecision", _("Decision"), subject="candidate_id"),
    # Counts that the program updates every hour are not a change.
    _office_table("communities_pairing", _("Paired communities"), ignored=("joint_keys", "counted_at")),
    # Stakeholders
    _community_table("stakeholders_organization", _("Organization"), "name",
                  page="stakeholders:organization-detail", edit="stakeholders:organization-edit"),
    _community_table("stakeholders_contact", _("Contact"), "name",
                  edit="stakeholders:contact-edit", columns=("organization_id", "pk")),
    _community_table("stakeholders_organizationmerge", _("Merged organizations")),
    _community_table("stakeholders_distinctpair", _("Not duplicates")),
    _community_table("stakeholders_partnership", _("Partnership"), "name", edit="stakeholders:partnership-edit"),
    _office_table("stakeholders_officepartnership", _("Partnership"), "name",
                  edit="stakeholders:office-partnership-edit"),
    _office_table("stakeholders_knownroute", _("Known route"), "name", edit="stakeholders:route-edit"),
    _office_table("stakeholders_grant", _("Grant"), "title",
                  page="stakeholders:grant-detail", edit="stakeholders:grant-edit"),
    _office_table("stakeholders_deliverable", _("Deliverable"), "title",
                  edit="dashboards:deliverable-edit", columns=("grant_id", "pk")),
    _office_table("stakeholders_subgrant", _("Sub-grant"), "purpose",
                  edit="stakeholders:sub-grant-edit", columns=("grant_id", "pk")),
    _community_table("stakeholders_contribution", _("Contribution"), "what", edit="stakeholders:contribution-edit"),
    _office_table("stakeholders_ownvulnerability", _("Vulnerability")),
    _office_table("stakeholders_influenceweight", _("Influence")),
    _community_table("stakeholders_finding", _("Finding"), "summary",
                  page="stakeholders:finding-detail", edit="stakeholders:finding-edit"),
    # A removed note is deleted permanently, so its text is not stored here either.
    _community_table("stakeholders_findinglocation", _("Location note"),
                  subject="finding_id", hidden=("note",)),
    _community_table("stakeholders_locationreading", _("Location note"), subject="finding_id"),
    _community_table("stakeholders_research", _("Research"), "question", edit="stakeholders:research-edit"),
    _community_table("stakeholders_researchstep", _("Step"), subject="research_id"),
    _community_table("stakeholders_researchmethod", _("Method"), subject="research_id"),
    _community_table("stakeholders_focusdecision", _("Decision")),
    _community_table("stakeholders_focusstakeholder", _("Focus"), edit="stakeholders:focus-edit"),
    _community_table("stakeholders_strategy", _("Strategy"), "title",
                  page="stakeholders:strategy-detail", edit="stakeholders:strategy-edit"),
    _community_table("stakeholders_strategystep", _("Step"), subject="strategy_id"),
    _community_table("stakeholders_evidence", _("Evidence"), subject="strategy_id"),
    _community_table("stakeholders_evidencefile", _("File"), "name", hidden=("content",)),
    _community_table("stakeholders_sharedevidence", _("Evidence"), "what", hidden=("content",)),
    _community_table("stakeholders_spotcheck", _("Spot check"), subject="shared_id"),
    _community_table("stakeholders_strategyassessment", _("Answer"), subject="organization_id"),
    _community_table("stakeholders_briefing", _("Briefing"), "title",
                  page="stakeholders:briefing-detail", edit="stakeholders:briefing-edit"),
    _community_table("stakeholders_briefingfinding", _("Findings"), subject="briefing_id"),
    _community_table("stakeholders_briefingshare", _("Link"), subject="briefing_id"),
    _community_table("stakeholders_trustround", _("Partner survey")),
    # Events
    _community_table("events_event", _("Event"), "title",
                  page="events:event-detail", edit="events:event-edit", otherwise="kind"),
    _community_table("events_eventseries", _("Series")),
    _community_table("events_organizationpresence", _("Organizations"), subject="event_id"),
    _community_table("events_constituencypresence", _("Groups of people"), subject="event_id"),
    _community_table("events_memberpresence", _("Members"), subject="event_id"),
    _community_table("events_invitedpresence", _("Invited people"), subject="event_id"),
    _community_table("events_headcount", _("People present"), subject="event_id"),
    _community_table("events_output", _("Results"), subject="event_id"),
    _community_table("events_researchevent", _("Research"), subject="event_id"),
    _community_table("events_evidenceevent", _("Evidence"), subject="event_id"),
    _shared_table("events_campaign", _("Campaign"), "title",
                  page="events:campaign-detail", edit="events:campaign-edit"),
    _shared_table("events_campaignstage", _("Stage"), subject="campaign_id"),
    _shared_table("events_campaignoutput", _("Results"), subject="campaign_id"),
    _community_table("events_campaignpartner", _("Organizations"), subject="campaign_id"),
    _community_table("events_campaignevent", _("Event"), subject="campaign_id"),
    _shared_table("events_campaignshare", _("Communities"), subject="campaign_id"),
    _community_table("events_jointshare", _("Communities"), subject="event_id"),
    _community_table("events_calendarlink", _("Calendar"), hidden=("token_hash",)),
    _office_table("events_officeunit", _("Unit")),
    _office_table("events_historicalactivity", _("Earlier result"), "activity"),
    _office_table("events_officeevent", _("Event"), "title",
               page="events:office-event-detail", edit="events:office-event-edit"),
    _office_table("events_officeoutput", _("Results"), subject="event_id"),
    _office_table("events_officetraining", _("Training"), "title",
               page="events:office-training-detail", edit="events:office-training-edit"),
    _community_table("events_trainingsignup", _("Signed up"), subject="training_id"),
    _community_table("events_trainingattendance", _("Attendance")),
    _community_table("events_leadergoal", _("Next step")),
    # Support: the number of people supported is purged after two years, and not stored here
    _community_table("support_publicprofile", _("Public page"), edit="support:public-edit", columns=()),
    _community_table("support_service", _("Service"), "name",
                  page="support:service-detail", edit="support:service-edit"),
    _community_table("support_openinghours", _("Opening hours"), subject="service_id"),
    _community_table("support_serviceconfirmation", _("Answer"),
                  subject="service_id", hidden=("token_hash",)),
    _community_table("support_directoryimport", _("Directory of services")),
    _community_table("support_pathway", _("Referral pathway"), subject="service_id"),
    _community_table("support_pathwaycheck", _("Referral check"), subject="service_id"),
    _community_table("support_supporttally", _("People supported"), hidden=("people",)),
    _community_table("support_supportoffered", _("Support offered")),
    # Library
    _shared_table("library_material", _("Material"), "title",
               page="library:material-detail", edit="library:material-edit"),
    _shared_table("library_materialversion", _("Version"), subject="material_id"),
    _shared_table("library_materialuse", _("Use"), subject="material_id"),
    _shared_table("library_story", _("Story"), "title",
               page="library:story-detail", edit="library:story-edit"),
    _shared_table("library_adoption", _("Use"), subject="story_id"),
    _community_table("library_adoptionevent", _("Related events")),
    _shared_table("library_sharingstep", _("Sharing")),
    _shared_table("library_announcement", _("Announcement"), "title", edit="library:announcement-edit"),
    # Text that a person removes from a board is deleted.
    _community_table("library_boardpost", _("Discussion"), hidden=("text",)),
    _shared_table("library_comment", _("Comment"), hidden=("text",)),
    _community_table("library_commentreport", _("Reported"), subject="comment_id"),
    # Evaluation
    _community_table("reports_archiverun", _("Community archive"), "file_name"),
    _community_table("residents_awarenesswave", _("Residents' survey"),
                  page="residents:wave-detail", edit="residents:wave-edit"),
    _office_table("evaluation_deliverablelink", _("Deliverable"), subject="deliverable_id"),
    _office_table("evaluation_customitem", _("Custom question")),
    _office_table("evaluation_customitemversion", _("Version"), subject="item_id"),
    _community_table("evaluation_customanswer", _("Answer"), subject="submission_id"),
    _community_table("evaluation_declaration", _("0 (reported as zero)")),
    _office_table("communities_thresholdsetting", _("Threshold")),
    _community_table("evaluation_qualityanswer", _("Data quality")),
    _office_table("evaluation_round", _("Half-year"), "half_year"),
    _community_table("evaluation_submission", _("Half-year survey")),
    _community_table("evaluation_submissionstep", _("Step"), subject="submission_id", ignored=("content",)),
    _community_table("evaluation_answer", _("Answer"), subject="submission_id"),
    _community_table("evaluation_overridereview", _("Override"), subject="submission_id"),
    _office_table("dashboards_attentionrule", _("Rules of attention")),
    _community_table("dashboards_recordrequest", _("Requested records")),
    _office_table("dashboards_followup", _("Follow-up"), "note"),
    _shared_table("reports_report", _("Report"), "title", ignored=("snapshot",)),
    _shared_table("reports_reporttext", _("Text"), subject="report_id"),
    _shared_table("reports_reportshare", _("Link"), subject="report_id", hidden=("token_hash",)),
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
        "communities_setupprogress", "dashboards_officesummary", "dashboards_communityattention",
        "evaluation_comparison", "evaluation_eventrollup",
        "evaluation_figure", "evaluation_figuretotal", "evaluation_publictable",
        "evaluation_qualitycount", "evaluation_refresh", "evaluation_stalemark",
        "evaluation_standingrollup", "events_publicevent", "events_trainingline", "reports_reportfile",
        "stakeholders_briefingfile", "stakeholders_briefingstatus", "support_supporttotal",
    ),
    "what one person alone sees": (
        "communities_lastvisit", "communities_digestday", "communities_notice", "communities_noticesetting",
        "communities_officelastvisit", "communities_officedigestday", "communities_officenotice",
        "communities_officerecentrecord", "communities_recentrecord", "dashboards_pinnedcommunity",
        "dashboards_alert", "dashboards_sentview", "dashboards_viewsubscription", "evaluation_answerdraft",
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
