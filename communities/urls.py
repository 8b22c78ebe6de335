from django.urls import URLPattern, URLResolver, include, path

from communities.place_views import build_place_urls
from communities.views import (
    audit,
    formation,
    hotlines,
    import_rows,
    imports,
    invitations,
    notices,
    office_team,
    offline_queue,
    pages,
    pairings,
    places,
    privacy,
    sessions,
    settings,
    team,
    time_zone,
)

app_name = "communities"

community_team_urls = [
    path("", team.team, name="team"),
    path("invite/", team.team_invite, name="team-invite"),
    path(
        "invitations/<int:invitation_id>/resend/", team.team_invitation_resend, name="team-invitation-resend"
    ),
    path(
        "invitations/<int:invitation_id>/withdraw/",
        team.team_invitation_withdraw,
        name="team-invitation-withdraw",
    ),
    path("members/<int:membership_id>/", team.team_member, name="team-member"),
    path("members/<int:membership_id>/remove/", team.team_member_remove, name="team-member-remove"),
    path("members/<int:membership_id>/restore/", team.team_member_restore, name="team-member-restore"),
    path("leave/", team.team_leave, name="team-leave"),
    path("confirm/<str:half_year>/", team.roster_confirm, name="roster-confirm"),
    path("confirm/<str:half_year>/undo/", team.roster_undo, name="roster-undo"),
]

community_imports_urls, office_imports_urls = build_place_urls(
    [
        ("", imports.import_list, "import-list"),
        ("<int:batch_id>/", imports.import_detail, "import-detail"),
        ("<int:batch_id>/bad.csv", import_rows.import_bad_rows, "import-bad-rows"),
        ("<int:batch_id>/rows/<int:number>/", import_rows.import_row, "import-row"),
    ]
)

community_settings_urls = [
    path("", settings.community_settings, name="community-settings"),
    path("cadence/", settings.settings_cadence, name="settings-cadence"),
    path("language/", settings.settings_language, name="settings-language"),
    path("languages/", settings.settings_languages, name="settings-languages"),
    path("population/", settings.settings_profile, name="settings-profile"),
    path("population/template.csv", settings.profile_template, name="profile-template"),
]

community_urls: list[URLPattern | URLResolver] = [
    path("notifications/", notices.notices, name="notifications"),
    path("notifications/read/", notices.notices_read, name="notifications-read"),
    path("team/", include(community_team_urls)),
    path("imports/", include(community_imports_urls)),
    path("settings/", include(community_settings_urls)),
    path("audit-log/", audit.audit, name="audit"),
    path("audit-log/<slug:record_kind>/<int:record_id>/", audit.audit_record, name="audit-record"),
]

office_team_urls = [
    path("", office_team.office_team, name="office-team"),
    path("invite/", office_team.office_team_invite, name="office-team-invite"),
    path(
        "invitations/<int:invitation_id>/resend/",
        office_team.office_invitation_resend,
        name="office-invitation-resend",
    ),
    path(
        "invitations/<int:invitation_id>/withdraw/",
        office_team.office_invitation_withdraw,
        name="office-invitation-withdraw",
    ),
    path("staff/<int:staff_id>/remove/", office_team.staff_remove, name="staff-remove"),
    path("staff/<int:staff_id>/restore/", office_team.staff_restore, name="staff-restore"),
]

office_communities_urls = [
    path("", places.office_communities, name="office-communities"),
    path("new/", places.community_create, name="community-create"),
    path("<slug:community_slug>/", places.office_community, name="office-community"),
    path("<slug:community_slug>/stage/", places.stage_change, name="stage-change"),
    path("<slug:community_slug>/time-zone/", time_zone.community_time_zone, name="community-time-zone"),
    path("<slug:community_slug>/coordinator/", places.coordinator_invite, name="coordinator-invite"),
    path(
        "<slug:community_slug>/coordinator/withdraw/",
        places.coordinator_withdraw,
        name="coordinator-withdraw",
    ),
    path("<slug:community_slug>/mentor/", pairings.mentor_pair, name="mentor-pair"),
    path("<slug:community_slug>/mentor/end/", pairings.mentor_end, name="mentor-end"),
]

office_candidates_urls = [
    path("", formation.formation_board, name="candidate-list"),
    path("new/", formation.candidate_add, name="candidate-add"),
    path("<int:candidate_id>/", formation.candidate_detail, name="candidate-detail"),
    path("<int:candidate_id>/edit/", formation.candidate_edit, name="candidate-edit"),
    path("<int:candidate_id>/move/", formation.candidate_move, name="candidate-move"),
    path("<int:candidate_id>/score/", formation.candidate_score, name="candidate-score"),
    path("<int:candidate_id>/decide/", formation.candidate_decide, name="candidate-decide"),
]

office_urls: list[URLPattern | URLResolver] = [
    path("retention/", privacy.office_retention, name="office-retention"),
    path("privacy/", privacy.privacy_edit, name="privacy-edit"),
    path("hotlines/", hotlines.hotlines_edit, name="hotlines-edit"),
    path("notifications/", notices.office_notices, name="office-notifications"),
    path("notifications/read/", notices.office_notices_read, name="office-notifications-read"),
    path("audit-log/", audit.office_audit, name="office-audit"),
    path(
        "audit-log/<slug:record_kind>/<int:record_id>/", audit.office_audit_record, name="office-audit-record"
    ),
    path("team/", include(office_team_urls)),
    path("imports/", include(office_imports_urls)),
    path("communities/", include(office_communities_urls)),
    path("candidates/", include(office_candidates_urls)),
]

account_urls = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("offline/", offline_queue.offline_token, name="offline-token"),
    path("data/", sessions.account_data, name="account-data"),
    path("phone/", sessions.account_phone, name="account-phone"),
    path("close/", sessions.account_close, name="account-close"),
    path("notifications/", notices.notice_settings, name="notification-settings"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.start, name="start"),
    path("two-step-verification/", pages.second_factor, name="two-step-verification"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", invitations.invitation_accept, name="invitation-accept"),
    path("c/worker.js", offline_queue.offline_worker, name="offline-worker"),
    path("offline/", offline_queue.offline, name="offline"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/<slug:office_slug>/", privacy.privacy, name="office-privacy"),
    path("accessibility/", privacy.accessibility, name="accessibility"),
    path("accessibility/<slug:office_slug>/", privacy.accessibility, name="office-accessibility"),
    path("unsubscribe/<str:token>/", pages.unsubscribe, name="unsubscribe"),
    path("c/<slug:community>/", include(community_urls)),
    path("office/<slug:office>/", include(office_urls)),
    path("account/", include(account_urls)),
]
