"""What the logins of pages may do, written down: tables, verbs, columns, and rows. `tfc.db_roles.apply` makes it so."""

from collections.abc import Iterable, Mapping

from tfc.tenancy import LINKS, PUBLIC
from tfc.tenancy_operations import IN_COMMUNITY, IN_OFFICE

Privileges = Mapping[str, Iterable[str]]

# Of the tables that stand outside every scope: what an office's pages need of them.
OFFICES_ALSO: Privileges = {
    "account_emailaddress": ["SELECT"],
    "communities_community": ["SELECT", "INSERT", "UPDATE"],
    "communities_invitation": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "communities_membership": ["SELECT", "UPDATE"],
    "communities_noticesetting": ["SELECT"],
    "communities_office": ["SELECT", "UPDATE"],
    "communities_staffmembership": ["SELECT", "INSERT", "UPDATE"],
    # All but the password (tfc/restricted_fields.py). Whoever leaves the staff is signed out everywhere.
    "communities_user": ["SELECT (all but password)", "UPDATE (sessions_ended)"],
    # A draft that is thrown away takes its job along.
    "reports_job": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "mfa_authenticator": ["SELECT (id, user_id, type)"],
}

# All that pages for everybody and pages behind a link do. What a lock needs is the right to change some column.
PUBLIC_MAY: Privileges = {
    "communities_auditdetails": ["INSERT"],
    "communities_auditentry": ["INSERT"],
    "communities_community": ["SELECT"],
    "communities_membership": ["SELECT (id, community_id, ended_at, user_id)"],
    "communities_office": ["SELECT"],
    "communities_user": ["SELECT (id, is_active)"],
    "residents_awarenessanswer": ["SELECT (id, community_id, client_id, source, wave_id)", "INSERT"],
    "residents_awarenesswave": ["SELECT", "UPDATE (updated_at)"],
    # What a person has to read of an answer; read by coordinators alone.
    "residents_ownwords": ["INSERT"],
    "evaluation_publictable": ["SELECT"],
    # With a link to it alone, see PUBLIC_SEES.
    "reports_report": ["SELECT"],
    "reports_reportfile": ["SELECT"],
    "reports_reportshare": ["SELECT", "UPDATE (last_seen_on, views)"],
    "residents_setasideanswer": ["SELECT (id, community_id, client_id, wave_id)", "INSERT"],
    # By triggers: an answer, a confirmed service or a trust rating changes what is added up (docs/adr/0024).
    "evaluation_stalemark": ["INSERT"],
    "residents_turnedaway": ["SELECT", "INSERT", "UPDATE (number)"],
    "events_calendarlink": ["SELECT"],
    # All but the note.
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
    # All but the address: what of it is public stands in a column of its own.
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

# Where pages for everybody see less than their community's pages do: rows that are public, and those that the link in
# hand is about (`tfc.link`, which the door sets). By table: the name of the policy, and what it says. Another text
# needs another name. Put together out of our own texts alone.
LINK = "SELECT NULLIF(current_setting('tfc.link', true), '')"
BY_LINK = f"token_hash = ({LINK})"
HERE = f"({IN_COMMUNITY} OR {IN_OFFICE})"
SHARED = (
    f"(SELECT report_id FROM reports_reportshare WHERE {BY_LINK}"  # noqa: S608
    " AND revoked_at IS NULL AND expires_at > now())"
)
ASKED = f"(SELECT service_id FROM support_serviceconfirmation WHERE {BY_LINK})"  # noqa: S608
APPROVED = "is_public AND approved_at IS NOT NULL AND deleted_at IS NULL"
_PUBLIC_SEES: Mapping[str, tuple[str, str]] = {
    # And the later versions of a report that was corrected.
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

# All that programs with a link to a list of a community read: no note, no reason, no phone, and of services the public
# ones. They write on which day a link was used; a trigger then wants to add to the audit, and finds nothing to say.
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
    # By what people were counted; the counts stay at home.
    "events_headcount": ["SELECT (id, community_id, dimension, event_id)"],
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
    "support_service": ["SELECT (all but address, approved_address)"],
    "support_serviceconfirmation": ["SELECT (id, community_id, replied_on, reply, service_id, settled_at)"],
}
_LINKS_SEE: Mapping[str, tuple[str, str]] = {
    "communities_datalink": ("by_its_hash", f"{IN_COMMUNITY} AND {BY_LINK}"),
    "support_service": ("approved_for_programs", f"{IN_COMMUNITY} AND {APPROVED}"),
}
SEES: Mapping[str, Mapping[str, tuple[str, str]]] = {PUBLIC: _PUBLIC_SEES, LINKS: _LINKS_SEE}

# Pages on which somebody signs in, proves who he is, or changes how he signs in; and whose a session is.
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
    # The worker sends them by this login. What a lock needs is the right to change some column.
    "communities_outgoingmail": ["SELECT", "INSERT", "UPDATE (made_at)", "DELETE"],
    "communities_staffmembership": ["SELECT"],
    "communities_user": ["SELECT", "INSERT", "UPDATE"],
    "django_session": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "mfa_authenticator": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "usersessions_usersession": ["SELECT", "INSERT", "UPDATE", "DELETE"],
}

# Of these the serving login neither reads a secret nor changes what somebody signs in with. Sessions, their list and
# letters that wait are nothing but secrets.
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
