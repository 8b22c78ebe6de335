from django.urls import path

from communities.views import (
    account,
    audit,
    formation,
    import_rows,
    imports,
    invitations,
    notices,
    office_team,
    offline_queue,
    pairings,
    places,
    privacy,
    retention,
    sessions,
    settings,
    start,
    team,
    time_zone,
    unsubscribe,
)

app_name = "communities"

TOWN = "c/<slug:community>/"
OFFICE = "office/<slug:office>/"

urlpatterns = [
    path("", start.start, name="start"),
    path("second-factor/", start.second_factor, name="second-factor"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", invitations.invitation_accept, name="invitation-accept"),
    # Where somebody is signed in
    path("account/sessions/", sessions.sessions, name="sessions"),
    # Work without signal
    path("c/worker.js", offline_queue.outbox_worker, name="outbox-worker"),
    path("account/outbox/", offline_queue.outbox_token, name="outbox-token"),
    path("offline/", offline_queue.offline, name="offline"),
    # What waits for somebody
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/<slug:office_slug>/", privacy.privacy, name="office-privacy"),
    path("accessibility/", privacy.accessibility, name="accessibility"),
    path("accessibility/<slug:office_slug>/", privacy.accessibility, name="office-accessibility"),
    path("account/data/", account.account_data, name="account-data"),
    path("account/close/", account.account_close, name="account-close"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("account/notifications/", notices.notice_settings, name="notice-settings"),
    path(TOWN + "notices/", notices.notices, name="notices"),
    path(TOWN + "notices/read/", notices.notices_read, name="notices-read"),
    path(OFFICE + "retention/", retention.office_retention, name="office-retention"),
    path(OFFICE + "privacy/", privacy.privacy_edit, name="privacy-edit"),
    path(OFFICE + "notices/", notices.office_notices, name="office-notices"),
    path(OFFICE + "notices/read/", notices.office_notices_read, name="office-notices-read"),
    # A community's team
    path(TOWN + "team/", team.team, name="team"),
    path(TOWN + "team/invite/", team.team_invite, name="team-invite"),
    path(
        TOWN + "team/invitations/<int:invitation_id>/resend/",
        team.team_invitation_resend,
        name="team-invitation-resend",
    ),
    path(
        TOWN + "team/invitations/<int:invitation_id>/withdraw/",
        team.team_invitation_withdraw,
        name="team-invitation-withdraw",
    ),
    path(TOWN + "team/members/<int:membership_id>/", team.team_member, name="team-member"),
    path(
        TOWN + "team/members/<int:membership_id>/remove/",
        team.team_member_remove,
        name="team-member-remove",
    ),
    path(
        TOWN + "team/members/<int:membership_id>/restore/",
        team.team_member_restore,
        name="team-member-restore",
    ),
    path(TOWN + "team/leave/", team.team_leave, name="team-leave"),
    path(TOWN + "team/confirm/<str:half_year>/", team.roster_confirm, name="roster-confirm"),
    path(TOWN + "team/confirm/<str:half_year>/undo/", team.roster_undo, name="roster-undo"),
    # Spreadsheets that are brought in
    path(TOWN + "imports/", imports.import_list, name="import-list"),
    path(TOWN + "imports/<int:batch_id>/", imports.import_detail, name="import"),
    path(TOWN + "imports/<int:batch_id>/bad.csv", import_rows.import_bad_rows, name="import-bad-rows"),
    path(TOWN + "imports/<int:batch_id>/rows/<int:number>/", import_rows.import_row, name="import-row"),
    # A community's settings
    path(TOWN + "settings/", settings.community_settings, name="community-settings"),
    path(TOWN + "settings/cadence/", settings.settings_cadence, name="settings-cadence"),
    path(TOWN + "settings/language/", settings.settings_language, name="settings-language"),
    path(TOWN + "settings/languages/", settings.settings_languages, name="settings-languages"),
    path(TOWN + "settings/population/", settings.settings_profile, name="settings-profile"),
    # Who did what
    path(TOWN + "audit/", audit.audit, name="audit"),
    path(TOWN + "audit/<slug:record_kind>/<int:record_id>/", audit.audit_record, name="audit-record"),
    path(OFFICE + "audit/", audit.office_audit, name="office-audit"),
    path(
        OFFICE + "audit/<slug:record_kind>/<int:record_id>/",
        audit.office_audit_record,
        name="office-audit-record",
    ),
    # An office's staff
    path(OFFICE + "team/", office_team.office_team, name="office-team"),
    path(OFFICE + "team/invite/", office_team.office_team_invite, name="office-team-invite"),
    path(
        OFFICE + "team/invitations/<int:invitation_id>/resend/",
        office_team.office_invitation_resend,
        name="office-invitation-resend",
    ),
    path(
        OFFICE + "team/invitations/<int:invitation_id>/withdraw/",
        office_team.office_invitation_withdraw,
        name="office-invitation-withdraw",
    ),
    path(OFFICE + "team/staff/<int:staff_id>/remove/", office_team.staff_remove, name="staff-remove"),
    path(OFFICE + "team/staff/<int:staff_id>/restore/", office_team.staff_restore, name="staff-restore"),
    # An office's communities
    path(OFFICE + "communities/", places.office_communities, name="office-communities"),
    path(OFFICE + "communities/new/", places.community_create, name="community-create"),
    path(
        OFFICE + "communities/<slug:community_slug>/",
        places.office_community,
        name="office-community",
    ),
    path(OFFICE + "communities/<slug:community_slug>/stage/", places.stage_change, name="stage-change"),
    path(
        OFFICE + "communities/<slug:community_slug>/time-zone/",
        time_zone.community_time_zone,
        name="community-time-zone",
    ),
    path(
        OFFICE + "communities/<slug:community_slug>/coordinator/",
        places.coordinator_invite,
        name="coordinator-invite",
    ),
    path(
        OFFICE + "communities/<slug:community_slug>/coordinator/withdraw/",
        places.coordinator_withdraw,
        name="coordinator-withdraw",
    ),
    path(OFFICE + "communities/<slug:community_slug>/mentor/", pairings.mentor_pair, name="mentor-pair"),
    path(OFFICE + "communities/<slug:community_slug>/mentor/end/", pairings.mentor_end, name="mentor-end"),
    # Where an office could start next
    path(OFFICE + "formation/", formation.formation_board, name="formation-board"),
    path(OFFICE + "formation/new/", formation.candidate_add, name="candidate-add"),
    path(OFFICE + "formation/<int:candidate_id>/", formation.candidate_detail, name="candidate-detail"),
    path(OFFICE + "formation/<int:candidate_id>/edit/", formation.candidate_edit, name="candidate-edit"),
    path(OFFICE + "formation/<int:candidate_id>/move/", formation.candidate_move, name="candidate-move"),
    path(OFFICE + "formation/<int:candidate_id>/score/", formation.candidate_score, name="candidate-score"),
    path(
        OFFICE + "formation/<int:candidate_id>/decide/",
        formation.candidate_decide,
        name="candidate-decide",
    ),
]
