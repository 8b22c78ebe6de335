"""The rights of the logins of pages: tables, verbs, columns and rows. `tfc.db_roles.apply` grants them."""

from collections.abc import Iterable, Mapping

from tfc.tenancy import LINKS, PUBLIC
from tfc.tenancy_operations import IN_COMMUNITY, IN_OFFICE

Privileges = Mapping[str, Iterable[str]]

# Tables outside of any scope that offices' pages need.
OFFICES_ALSO: Privileges = {
    "account_emailaddress": ["SELECT"],
    "communities_community": ["SELECT", "INSERT", "UPDATE"],
    "communities_invitation": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "communities_membership": ["SELECT", "UPDATE"],
    "communities_noticesetting": ["SELECT"],
    "communities_office": ["SELECT", "UPDATE"],
    "communities_staffmembership": ["SELECT", "INSERT", "UPDATE"],
    # All columns but the password (tfc/logins.py). A person who leaves the staff is signed out everywhere.
    "communities_user": ["SELECT (all but password)", "UPDATE (sessions_ended)"],
    # Discarding a draft or an import also deletes its job.
    "communities_importjob": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "reports_job": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "mfa_authenticator": ["SELECT (id, user_id, type)"],
}

# All rights of public pages and of pages behind a link. Row locks require UPDATE on at least one column.
PUBLIC_MAY: Privileges = {
    "communities_auditdetails": ["INSERT"],
    "communities_auditentry": ["INSERT"],
    "communities_community": ["SELECT"],
    "communities_membership": ["SELECT (id, community_id, ended_at, user_id)"],
    "communities_office": ["SELECT"],
    "communities_user": ["SELECT (id, is_active)"],
    "residents_awarenessanswer": ["SELECT (id, community_id, client_id, source, wave_id)", "INSERT"],
    "residents_awarenesswave": ["SELECT", "UPDATE (updated_at)"],
    # Answers in free text that must be reviewed; only coordinators read them.
    "residents_ownwords": ["INSERT"],
    "evaluation_eventrollup": ["SELECT (id, community_id, half_year, kind, results)"],
    "evaluation_publictable": ["SELECT"],
    # Only with a link to the report, see _PUBLIC_SEES.
    "reports_report": ["SELECT"],
    "reports_reportfile": ["SELECT"],
    "reports_reportshare": ["SELECT", "UPDATE (last_seen_on, views)"],
    "residents_setasideanswer": ["SELECT (id, community_id, client_id, wave_id)", "INSERT"],
    # Written by triggers: an answer, a confirmed service or a trust rating changes totals (docs/adr/0024).
    "evaluation_stalemark": ["INSERT"],
    "residents_turnedaway": ["SELECT", "INSERT", "UPDATE (number)"],
    "events_calendarlink": ["SELECT"],
    # Only public ones, see _PUBLIC_SEES; who decides may be an organization of the register.
    "events_campaign": ["SELECT (id, community_id, deleted_at, goal, is_public, kind, title)"],
    "events_campaignoutput": ['SELECT (id, at_least, campaign_id, community_id, "on", quantity, unit)'],
    "events_campaignstage": ['SELECT (id, campaign_id, community_id, "on", stage)'],
    "events_officeunit": ["SELECT"],
    # All columns but the note.
    "events_event": [
        "SELECT (id, cancel_reason, client_id, community_id, created_at, created_by_id, deleted_at, ends_at, hosting,"
        " is_public, joint_key, kind, local_day, moved, people_present, place, revision, series_day, series_id,"
        " sponsored_by_oasis, starts_at, status, time_zone, title, updated_at)"
    ],
    "events_guestcount": ["SELECT", "INSERT", "UPDATE (people, set_aside)"],
    "events_guestticket": ["SELECT", "INSERT"],
    "events_officetraining": ["SELECT"],
    "events_trainingattendance": ["SELECT"],
    "events_trainingsignup": ["SELECT"],
    "stakeholders_organization": ["SELECT (id, sector)"],
    "stakeholders_trustanswer": ["SELECT (id, community_id)", "INSERT"],
    "stakeholders_trustinvitation": ["SELECT", "UPDATE (answered)"],
    "stakeholders_trustround": ["SELECT"],
    "support_interest": ["INSERT"],
    "support_openinghours": ["SELECT"],
    "support_publicprofile": ["SELECT"],
    # All columns but the address: its public part has a column of its own.
    "support_service": [
        "SELECT (id, address_by_id, address_is_public, always_open, approved_alone, approved_at, approved_by_id,"
        " approved_phone, approved_website, client_id, community_id, confirmed_on, coverage, created_at,"
        " created_by_id, deleted_at, description, eligibility, email, ineligibility, intake, is_public, kinds,"
        " languages, name, organization_id, outside_id, phone, phone_by_id, provider, public_address, public_phone,"
        " public_website, published_by_id, revision, updated_at, website, website_by_id)",
        "UPDATE (confirmed_on, updated_at)",
    ],
    "support_serviceconfirmation": [
        "SELECT",
        "UPDATE (changes, replied_on, reply, service_revision, settled_at)",
    ],
}

# Tables of which public pages see less than pages of the community: rows that are public, and rows of the link in use
# (`tfc.link`, which the access decorator sets). By table: name and condition of the policy. If a condition changes,
# the policy needs a new name. Composed only of our own constants.
LINK = "SELECT NULLIF(current_setting('tfc.link', true), '')"
BY_LINK = f"token_hash = ({LINK})"
HERE = f"({IN_COMMUNITY} OR {IN_OFFICE})"
SHARED = (
    f"(SELECT report_id FROM reports_reportshare WHERE {BY_LINK}"  # noqa: S608
    " AND revoked_at IS NULL AND expires_at > now())"
)
ASKED = f"(SELECT service_id FROM support_serviceconfirmation WHERE {BY_LINK})"  # noqa: S608
APPROVED = "is_public AND approved_at IS NOT NULL AND deleted_at IS NULL"
PUBLIC_CAMPAIGNS = "(SELECT id FROM events_campaign WHERE is_public AND deleted_at IS NULL)"
# Sums of events, if the team shows what it has done.
SHOWN_BY = "support_publicprofile"
SHOWN = "(SELECT community_id FROM support_publicprofile WHERE is_published AND show_achievements)"
_PUBLIC_SEES: Mapping[str, tuple[str, str]] = {
    "evaluation_eventrollup": ("shown", f"{IN_COMMUNITY} AND community_id IN {SHOWN}"),
    "events_campaign": ("public", f"{IN_COMMUNITY} AND is_public AND deleted_at IS NULL"),
    "events_campaignoutput": (
        "public",
        f"{IN_COMMUNITY} AND campaign_id IN {PUBLIC_CAMPAIGNS} AND community_id IN {SHOWN}",
    ),
    "events_campaignstage": ("public", f"{IN_COMMUNITY} AND campaign_id IN {PUBLIC_CAMPAIGNS}"),
    # Includes the later versions of a corrected report.
    "reports_report": (
        "shared",
        f"{HERE} AND published_at IS NOT NULL AND EXISTS {SHARED}",
    ),
    "reports_reportfile": ("shared", f"{HERE} AND report_id IN {SHARED}"),
    "reports_reportshare": ("shared", f"{HERE} AND {BY_LINK}"),
    "support_service": (
        "approved",
        f"{IN_COMMUNITY} AND ({APPROVED} OR ({LINK}) IS NOT NULL AND id IN {ASKED})",
    ),
}

# All rights of programs with a data link to a list of a community: no notes, reasons or phone numbers, and only public
# services. They record the day on which a link was used; the audit trigger then needs INSERT, but adds no entry.
LINKS_MAY: Privileges = {
    "communities_auditdetails": ["INSERT"],
    "communities_auditentry": ["INSERT"],
    "communities_community": ["SELECT"],
    "communities_datalink": ["SELECT", "UPDATE (last_used_on)"],
    "communities_membership": ["SELECT (id, community_id, ended_at, role, user_id)"],
    "communities_office": ["SELECT"],
    "communities_stagechange": ["SELECT (all but reason)"],
    "communities_target": ["SELECT"],
    "communities_user": ["SELECT (id, is_active)"],
    "evaluation_answer": ["SELECT"],
    "residents_awarenesswave": ["SELECT"],
    "evaluation_customanswer": ["SELECT (all but text)"],
    "evaluation_customitem": ["SELECT"],
    "evaluation_customitemversion": ["SELECT"],
    "evaluation_figure": ["SELECT"],
    "evaluation_overridereview": ["SELECT"],
    "evaluation_round": ["SELECT"],
    "evaluation_submission": ["SELECT"],
    "communities_thresholdsetting": ["SELECT"],
    "events_constituencypresence": ["SELECT"],
    "events_event": ["SELECT (all but note, cancel_reason)"],
    # Only which dimensions were counted; the counts are not readable.
    "events_headcount": ["SELECT (id, community_id, dimension, event_id)"],
    "events_officeunit": ["SELECT"],
    "events_organizationpresence": ["SELECT"],
    "events_output": ["SELECT"],
    "library_adoption": ["SELECT (id, audience, community_id, office_id, status, story_id)"],
    "library_material": ["SELECT"],
    "library_materialversion": ["SELECT (id, community_id, material_id, number)"],
    "library_story": ["SELECT"],
    "stakeholders_contribution": ["SELECT"],
    "stakeholders_evidence": ['SELECT (id, community_id, deleted_at, "on", strategy_id)'],
    "stakeholders_organization": ["SELECT (all but note, phone)"],
    "stakeholders_partnership": ["SELECT"],
    "stakeholders_strategy": ["SELECT (all but note, end_reason)"],
    "stakeholders_strategystep": ['SELECT (id, community_id, "on", rung, strategy_id)'],
    "support_service": ["SELECT (all but address, approved_address, returned_for)"],
    "support_serviceconfirmation": ["SELECT (id, community_id, replied_on, reply, service_id, settled_at)"],
}
_LINKS_SEE: Mapping[str, tuple[str, str]] = {
    "communities_datalink": ("by_its_hash", f"{IN_COMMUNITY} AND {BY_LINK}"),
    "support_service": ("approved_for_programs", f"{IN_COMMUNITY} AND {APPROVED}"),
}
SEES: Mapping[str, Mapping[str, tuple[str, str]]] = {PUBLIC: _PUBLIC_SEES, LINKS: _LINKS_SEE}

# Rights of pages on which people sign in, reauthenticate or change how they sign in, and of the session lookup.
ACCOUNTS_MAY: Privileges = {
    "account_emailaddress": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "account_emailconfirmation": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "communities_auditdetails": ["INSERT"],
    "communities_auditentry": ["INSERT"],
    "communities_community": ["SELECT"],
    "communities_invitation": ["SELECT", "DELETE"],
    "communities_membership": ["SELECT"],
    "communities_noticesetting": ["SELECT", "DELETE"],
    "communities_office": ["SELECT"],
    # The worker sends these emails with this login. Row locks require UPDATE on at least one column.
    "communities_outgoingmail": ["SELECT", "INSERT", "UPDATE (made_at)", "DELETE"],
    "communities_staffmembership": ["SELECT"],
    "communities_user": ["SELECT", "INSERT", "UPDATE"],
    "django_session": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "mfa_authenticator": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "usersessions_usersession": ["SELECT", "INSERT", "UPDATE", "DELETE"],
}

# Tables in which the default login neither reads secrets nor changes sign-in data. Sessions, their list and waiting
# emails consist only of secrets.
NARROWED: Privileges = {
    "account_emailaddress": ["SELECT"],
    "communities_outgoingmail": [],
    "communities_user": [
        "SELECT (all but password)",
        "INSERT",
        "UPDATE (all but password, email, is_superuser)",
    ],
    "django_session": [],
    "mfa_authenticator": ["SELECT (all but data)"],
    "usersessions_usersession": [],
}
