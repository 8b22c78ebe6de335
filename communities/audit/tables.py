"""Which tables are audited, and why the others are not; a test checks that each table is on one of the two lists."""

from tfc.auditing import Audited, of_either, of_office

_STAGED = ("sheets", "table", "mapping", "likely", "readings", "questions", "notes", "counts", "failure")

_SCORES = tuple(
    f"{criterion}_{column}"
    for criterion in ("routes", "leaders", "networks")
    for column in ("score", "reason", "evidence")
)

# Audited from the first migration of their app (`<app>/policies.py`): never changed. A table added later gets its
# triggers in the migration that creates it, by `tfc.auditing.audit`, and is listed in LATER.
FIRST = (
    # Accounts and memberships
    Audited("communities_user", "NULL::bigint", hidden=("password",)),
    Audited("account_emailaddress", "NULL::bigint", subject="user_id"),
    Audited("mfa_authenticator", "NULL::bigint", subject="user_id", hidden=("data",)),
    # A new key for the same session is not a change.
    Audited(
        "usersessions_usersession",
        "NULL::bigint",
        subject="user_id",
        hidden=("session_key", "ip", "user_agent", "data"),
        verbs=("insert", "delete"),
    ),
    Audited("communities_office", "NULL::bigint", "r.id"),
    Audited("communities_community", "r.id"),
    Audited("communities_membership"),
    of_office("communities_staffmembership"),
    of_either("communities_invitation", hidden=("token_hash",)),
    Audited("communities_roleperiod", subject="membership_id"),
    # A community's settings
    Audited("communities_stagechange"),
    Audited("communities_cadence"),
    Audited("communities_requiredlanguage"),
    Audited("communities_populationprofile"),
    Audited("communities_rosterconfirmation"),
    Audited("communities_workforce"),
    Audited("communities_datalink", hidden=("token_hash",)),
    of_office("communities_officedatalink", hidden=("token_hash",)),
    of_either("communities_target"),
    Audited("communities_importbatch", ignored=_STAGED),
    Audited("communities_bulkexport", verbs=("insert",)),
    of_office("communities_officebulkexport", verbs=("insert",)),
    Audited("communities_personrequest", verbs=("insert",)),
    # Candidates; each score is given independently, and its page shows when others may see it
    of_office("communities_candidate"),
    of_office("communities_candidatemove", subject="candidate_id"),
    of_office("communities_siteassessment", subject="candidate_id", hidden=_SCORES),
    of_office("communities_formationdecision", subject="candidate_id"),
    # Counts that the program updates every hour are not a change.
    of_office("communities_pairing", ignored=("joint_keys", "counted_at")),
    # Stakeholders
    Audited("stakeholders_organization"),
    Audited("stakeholders_contact"),
    Audited("stakeholders_organizationmerge"),
    Audited("stakeholders_distinctpair"),
    Audited("stakeholders_partnership"),
    Audited("stakeholders_contribution"),
    of_office("stakeholders_ownvulnerability"),
    of_office("stakeholders_influenceweight"),
    Audited("stakeholders_finding"),
    # A removed note is deleted permanently, so its text is not stored here either.
    Audited("stakeholders_findinglocation", subject="finding_id", hidden=("note",)),
    Audited("stakeholders_locationreading", subject="finding_id"),
    Audited("stakeholders_research"),
    Audited("stakeholders_researchstep", subject="research_id"),
    Audited("stakeholders_researchmethod", subject="research_id"),
    Audited("stakeholders_focusdecision"),
    Audited("stakeholders_focusstakeholder"),
    Audited("stakeholders_strategy"),
    Audited("stakeholders_strategystep", subject="strategy_id"),
    Audited("stakeholders_evidence", subject="strategy_id"),
    Audited("stakeholders_evidencefile", hidden=("content",)),
    Audited("stakeholders_sharedevidence", hidden=("content",)),
    Audited("stakeholders_spotcheck", subject="shared_id"),
    Audited("stakeholders_strategyassessment", subject="organization_id"),
    Audited("stakeholders_briefing"),
    Audited("stakeholders_briefingfinding", subject="briefing_id"),
    Audited("stakeholders_briefingshare", subject="briefing_id"),
    Audited("stakeholders_trustround"),
    # Events
    Audited("events_event"),
    Audited("events_eventseries"),
    Audited("events_organizationpresence", subject="event_id"),
    Audited("events_constituencypresence", subject="event_id"),
    Audited("events_memberpresence", subject="event_id"),
    Audited("events_headcount", subject="event_id"),
    Audited("events_output", subject="event_id"),
    Audited("events_researchevent", subject="event_id"),
    Audited("events_evidenceevent", subject="event_id"),
    Audited("events_jointshare", subject="event_id"),
    Audited("events_calendarlink", hidden=("token_hash",)),
    of_office("events_historicalactivity"),
    of_office("events_officetraining"),
    Audited("events_trainingsignup", subject="training_id"),
    Audited("events_trainingattendance"),
    Audited("events_leadergoal"),
    # Support: the number of people supported is purged after two years, and not stored here
    Audited("support_publicprofile"),
    Audited("support_service"),
    Audited("support_openinghours", subject="service_id"),
    Audited("support_serviceconfirmation", subject="service_id", hidden=("token_hash",)),
    Audited("support_directoryimport"),
    Audited("support_pathway", subject="service_id"),
    Audited("support_pathwaycheck", subject="service_id"),
    Audited("support_supporttally", hidden=("people",)),
    Audited("support_supportoffered"),
    # Library
    of_either("library_material"),
    of_either("library_materialversion", subject="material_id"),
    of_either("library_materialuse", subject="material_id"),
    of_either("library_story"),
    of_either("library_adoption", subject="story_id"),
    Audited("library_adoptionevent"),
    of_either("library_sharingstep"),
    of_either("library_announcement"),
    # Text that a person removes from a board is deleted.
    Audited("library_boardpost", hidden=("text",)),
    of_either("library_comment", hidden=("text",)),
    Audited("library_commentreport", subject="comment_id"),
    # Evaluation
    Audited("reports_archiverun"),
    Audited("residents_awarenesswave"),
    of_office("evaluation_customitem"),
    of_office("evaluation_customitemversion", subject="item_id"),
    Audited("evaluation_customanswer", subject="submission_id"),
    Audited("evaluation_declaration"),
    of_office("communities_thresholdsetting"),
    Audited("evaluation_qualityanswer"),
    of_office("evaluation_round"),
    Audited("evaluation_submission"),
    Audited("evaluation_submissionstep", subject="submission_id"),
    Audited("evaluation_answer", subject="submission_id"),
    Audited("evaluation_overridereview", subject="submission_id"),
    of_either("reports_report", ignored=("snapshot",)),
    of_either("reports_reporttext", subject="report_id"),
    of_either("reports_reportshare", subject="report_id", hidden=("token_hash",)),
)
LATER: tuple[Audited, ...] = ()
AUDITED = (*FIRST, *LATER)
ACCOUNT_APPS = ("account", "mfa", "usersessions")


def first_audited(*apps: str) -> list[Audited]:
    """Return the tables of these apps that their first migration audits."""
    return [table for table in FIRST if table.table.partition("_")[0] in apps]


_DERIVED = "the program works it out again by itself"
_RESIDENTS = "a resident leaves no trace, not even the time of an answer"
_STAGING = "what lies there on the way in; what becomes of it is audited"
_PERSONAL = "what one person alone sees"
_LOG = "is itself a log that is only added to"
_COPIED = "a copy of answers, which are audited, and of figures; its step is audited"
_FRAMEWORK = "of the framework; holds nothing that somebody recorded"
NOT_AUDITED = {
    "account_emailconfirmation": _FRAMEWORK,
    "auth_group": _FRAMEWORK,
    "auth_group_permissions": _FRAMEWORK,
    "auth_permission": _FRAMEWORK,
    "communities_auditday": _LOG,
    "communities_auditdetails": _LOG,
    "communities_auditentry": _LOG,
    "communities_importfile": _STAGING,
    "communities_importjob": _STAGING,
    "communities_importmapping": _STAGING,
    "communities_importrow": _STAGING,
    "communities_lastvisit": _PERSONAL,
    "communities_digestday": _PERSONAL,
    "communities_notice": _PERSONAL,
    "communities_noticesetting": _PERSONAL,
    "communities_officelastvisit": _PERSONAL,
    "communities_officedigestday": _PERSONAL,
    "communities_officenotice": _PERSONAL,
    "communities_officerecentrecord": _PERSONAL,
    "communities_recentrecord": _PERSONAL,
    "communities_outgoingmail": _STAGING,
    "communities_retentioncount": _LOG,
    "communities_setupprogress": _DERIVED,
    "communities_user_groups": _FRAMEWORK,
    "communities_user_user_permissions": _FRAMEWORK,
    "django_content_type": _FRAMEWORK,
    "django_migrations": _FRAMEWORK,
    "django_session": _FRAMEWORK,
    "evaluation_acceptedversion": _COPIED,
    "evaluation_answerdraft": _PERSONAL,
    "residents_awarenessanswer": _RESIDENTS,
    "residents_awarenesstotal": _RESIDENTS,
    "evaluation_comparison": _DERIVED,
    "evaluation_eventrollup": _DERIVED,
    "evaluation_figure": _DERIVED,
    "evaluation_figuretotal": _DERIVED,
    "reports_job": _STAGING,
    "residents_ownwords": _RESIDENTS,
    "dashboards_pinnedcommunity": _PERSONAL,
    "evaluation_publictable": _DERIVED,
    "evaluation_qualitycount": _DERIVED,
    "evaluation_refresh": _DERIVED,
    "reports_reportfile": _DERIVED,
    "dashboards_sentview": _PERSONAL,
    "residents_setasideanswer": _RESIDENTS,
    "evaluation_stalemark": _DERIVED,
    "evaluation_standingrollup": _DERIVED,
    "evaluation_submittedrecords": "digests of records, which are audited; its step is audited",
    "residents_turnedaway": _RESIDENTS,
    "dashboards_viewsubscription": _PERSONAL,
    "events_eventchange": _LOG,
    "events_guestcount": _RESIDENTS,
    "events_guestticket": _RESIDENTS,
    "events_publicevent": _DERIVED,
    "events_trainingline": _DERIVED,
    "library_commentmention": _PERSONAL,
    "library_dismissedannouncement": _PERSONAL,
    "stakeholders_briefingfile": _DERIVED,
    "stakeholders_trustanswer": "nothing may say which organization answered, not even the order of the answers",
    "stakeholders_trustinvitation": "nothing may say which organization answered, not even the order of the answers",
    "support_interest": _RESIDENTS,
    "support_supporttotal": _DERIVED,
    "support_tallypurge": _LOG,
}
