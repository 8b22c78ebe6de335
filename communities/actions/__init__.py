"""Every write of this app: keyword-only, atomic, by a person; ValidationError names the rule that forbids it."""

from communities.actions.closing import close_account, still_needed
from communities.actions.data_links import make_data_link, note_use, revoke_data_link
from communities.actions.formation import (
    CandidateChangedError,
    CandidateDecidedError,
    decide_candidate,
    edit_candidate,
    get_fingerprint,
    may_score,
    move_candidate,
    propose_candidate,
    score_candidate,
    wants_international_score,
)
from communities.actions.invitations import (
    InvitationError,
    accept_invitation,
    invite,
    invite_staff,
    resend_invitation,
    withdraw_invitation,
)
from communities.actions.notices import mark_read, remind_community, remind_office, save_wishes, stop_digests
from communities.actions.offices import set_privacy
from communities.actions.pairings import count_joint_events, end_pairing, pair_communities
from communities.actions.people import choose_language, end_tour, note_data_download, see_news
from communities.actions.places import (
    TimeZoneChangedError,
    change_stage,
    change_time_zone,
    create_community,
    invite_coordinator,
)
from communities.actions.sessions import (
    end_session,
    end_sessions,
    sign_out,
    strike_off_ended,
    strike_off_others,
)
from communities.actions.settings import (
    declare_cadence,
    replace_profile,
    set_language,
    set_required_languages,
)
from communities.actions.setup import record_setup
from communities.actions.targets import TargetChangedError, change_target, close_target, set_target
from communities.actions.team import (
    change_role,
    confirm_roster,
    remove_member,
    remove_staff,
    restore_member,
    restore_staff,
    start_membership,
    start_staff_membership,
    withdraw_roster,
)
from communities.actions.visits import choose_keys
from communities.actions.workforce import set_workforce

__all__ = [
    "CandidateChangedError",
    "CandidateDecidedError",
    "InvitationError",
    "TargetChangedError",
    "TimeZoneChangedError",
    "accept_invitation",
    "change_role",
    "change_stage",
    "change_target",
    "change_time_zone",
    "choose_keys",
    "choose_language",
    "close_account",
    "close_target",
    "confirm_roster",
    "count_joint_events",
    "create_community",
    "decide_candidate",
    "declare_cadence",
    "edit_candidate",
    "end_pairing",
    "end_session",
    "end_sessions",
    "end_tour",
    "get_fingerprint",
    "invite",
    "invite_coordinator",
    "invite_staff",
    "make_data_link",
    "mark_read",
    "may_score",
    "move_candidate",
    "note_data_download",
    "note_use",
    "pair_communities",
    "propose_candidate",
    "record_setup",
    "remind_community",
    "remind_office",
    "remove_member",
    "remove_staff",
    "replace_profile",
    "resend_invitation",
    "restore_member",
    "restore_staff",
    "revoke_data_link",
    "save_wishes",
    "score_candidate",
    "see_news",
    "set_language",
    "set_privacy",
    "set_required_languages",
    "set_target",
    "set_workforce",
    "sign_out",
    "start_membership",
    "start_staff_membership",
    "still_needed",
    "stop_digests",
    "strike_off_ended",
    "strike_off_others",
    "wants_international_score",
    "withdraw_invitation",
    "withdraw_roster",
]
