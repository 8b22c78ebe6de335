from django.urls import URLPattern, URLResolver, include, path

from stakeholders.views import (
    briefing_shares,
    briefings,
    contacts,
    contributions,
    duplicates,
    evidence,
    finding_location,
    findings,
    focus,
    focus_change,
    focus_decide,
    grants,
    merging,
    office_partnerships,
    organization_page,
    organizations,
    partnerships,
    research,
    research_methods,
    research_page,
    research_steps,
    routes,
    spot_checks,
    strategies,
    strategy_details,
    strategy_levels,
    strategy_list,
    trust,
    vulnerabilities,
    weights,
)

app_name = "stakeholders"

community_briefings_urls = [
    path("", briefings.briefing_list, name="briefing-list"),
    path("new/", briefings.briefing_add, name="briefing-add"),
    path("<int:briefing_id>/", briefings.briefing_detail, name="briefing-detail"),
    path("<int:briefing_id>/edit/", briefings.briefing_edit, name="briefing-edit"),
    path("<int:briefing_id>/make/", briefings.briefing_make, name="briefing-make"),
    path("<int:briefing_id>/file/", briefings.briefing_file, name="briefing-file"),
    path("<int:briefing_id>/delete/", briefings.briefing_delete, name="briefing-delete"),
    path("<int:briefing_id>/restore/", briefings.briefing_restore, name="briefing-restore"),
    path("<int:briefing_id>/shares/new/", briefing_shares.share_add, name="briefing-share-add"),
    path("<int:briefing_id>/shares/<int:share_id>/", briefing_shares.share_edit, name="briefing-share-edit"),
    path(
        "<int:briefing_id>/shares/<int:share_id>/delete/",
        briefing_shares.share_delete,
        name="briefing-share-delete",
    ),
    path(
        "<int:briefing_id>/shares/<int:share_id>/restore/",
        briefing_shares.share_restore,
        name="briefing-share-restore",
    ),
]

community_contributions_urls = [
    path("", contributions.contribution_list, name="contribution-list"),
    path("new/", contributions.contribution_add, name="contribution-add"),
    path("<int:contribution_id>/", contributions.contribution_edit, name="contribution-edit"),
    path("<int:contribution_id>/delete/", contributions.contribution_delete, name="contribution-delete"),
    path("<int:contribution_id>/restore/", contributions.contribution_restore, name="contribution-restore"),
]

community_organizations_urls = [
    path("duplicates/", duplicates.duplicate_list, name="duplicate-list"),
    path(
        "<int:organization_id>/not-duplicates/<int:other_id>/",
        duplicates.duplicate_apart,
        name="not-duplicates",
    ),
    path(
        "<int:organization_id>/not-duplicates/<int:other_id>/undo/",
        duplicates.duplicate_apart_undo,
        name="not-duplicates-undo",
    ),
    path("<int:organization_id>/merge/", merging.merge_choose, name="merge-choose"),
    path(
        "<int:organization_id>/merge/<int:other_id>/", merging.organization_merge, name="organization-merge"
    ),
    path("merges/<int:merge_id>/undo/", merging.merge_undo, name="merge-undo"),
    path("", organizations.organization_list, name="organization-list"),
    path("new/", organizations.organization_add, name="organization-add"),
    path("trash/", organizations.organization_trash, name="organization-trash"),
    path("<int:organization_id>/", organization_page.organization_detail, name="organization-detail"),
    path("<int:organization_id>/edit/", organizations.organization_edit, name="organization-edit"),
    path("<int:organization_id>/delete/", organizations.organization_delete, name="organization-delete"),
    path("<int:organization_id>/restore/", organizations.organization_restore, name="organization-restore"),
    path("<int:organization_id>/contacts/new/", contacts.contact_add, name="contact-add"),
    path("<int:organization_id>/contacts/<int:contact_id>/edit/", contacts.contact_edit, name="contact-edit"),
    path(
        "<int:organization_id>/contacts/<int:contact_id>/delete/",
        contacts.contact_delete,
        name="contact-delete",
    ),
    path(
        "<int:organization_id>/contacts/<int:contact_id>/restore/",
        contacts.contact_restore,
        name="contact-restore",
    ),
    path("<int:organization_id>/strategies/new/", strategies.strategy_add, name="strategy-add"),
    path("<int:organization_id>/no-strategy/", strategies.strategy_none, name="strategy-none"),
    path("<int:organization_id>/no-strategy/undo/", strategies.strategy_none_undo, name="strategy-none-undo"),
]

community_findings_urls = [
    path("", findings.finding_list, name="finding-list"),
    path("new/", findings.finding_add, name="finding-add"),
    path("trash/", findings.finding_trash, name="finding-trash"),
    path("export/", findings.finding_export, name="finding-export"),
    path("<int:finding_id>/", findings.finding_detail, name="finding-detail"),
    path("<int:finding_id>/edit/", findings.finding_edit, name="finding-edit"),
    path("<int:finding_id>/delete/", findings.finding_delete, name="finding-delete"),
    path("<int:finding_id>/restore/", findings.finding_restore, name="finding-restore"),
    path("<int:finding_id>/location/", finding_location.finding_location, name="finding-location"),
]

community_focus_urls = [
    path("", focus.focus, name="focus"),
    path("accept/", focus_decide.focus_accept, name="focus-accept"),
    path("reject/", focus_decide.focus_reject, name="focus-reject"),
    path("<int:focus_id>/edit/", focus_change.focus_edit, name="focus-edit"),
    path("<int:focus_id>/end/", focus_change.focus_end, name="focus-end"),
    path("decisions/<int:decision_id>/", focus.focus_decision, name="focus-decision"),
]

community_partnerships_urls = [
    path("", partnerships.partnership_list, name="partnership-list"),
    path("new/", partnerships.partnership_add, name="partnership-add"),
    path("<int:partnership_id>/", partnerships.partnership_edit, name="partnership-edit"),
    path("<int:partnership_id>/delete/", partnerships.partnership_delete, name="partnership-delete"),
    path("<int:partnership_id>/restore/", partnerships.partnership_restore, name="partnership-restore"),
]

community_research_urls = [
    path("", research_page.research, name="research"),
    path("begin/", research.research_begin, name="research-begin"),
    path("<int:research_id>/edit/", research.research_edit, name="research-edit"),
    path("<int:research_id>/close/", research.research_close, name="research-close"),
    path("<int:research_id>/reopen/", research.research_reopen, name="research-reopen"),
    path("<int:research_id>/steps/<slug:step>/", research_steps.research_step, name="research-step"),
    path("<int:research_id>/methods/new/", research_methods.method_add, name="method-add"),
    path("<int:research_id>/methods/<int:method_id>/", research_methods.method_edit, name="method-edit"),
    path(
        "<int:research_id>/methods/<int:method_id>/delete/",
        research_methods.method_delete,
        name="method-delete",
    ),
    path(
        "<int:research_id>/methods/<int:method_id>/restore/",
        research_methods.method_restore,
        name="method-restore",
    ),
]

community_strategies_urls = [
    path("", strategy_list.strategy_list, name="strategy-list"),
    path("new/", strategies.strategy_choose, name="strategy-choose"),
    path("<int:strategy_id>/", strategy_details.strategy_detail, name="strategy-detail"),
    path("<int:strategy_id>/edit/", strategies.strategy_edit, name="strategy-edit"),
    path("<int:strategy_id>/level/", strategy_levels.strategy_level, name="strategy-level"),
    path("<int:strategy_id>/end/", strategy_levels.strategy_end, name="strategy-end"),
    path("<int:strategy_id>/continue/", strategy_levels.strategy_go_on, name="strategy-continue"),
    path("<int:strategy_id>/delete/", strategies.strategy_delete, name="strategy-delete"),
    path("<int:strategy_id>/restore/", strategies.strategy_restore, name="strategy-restore"),
    path("<int:strategy_id>/evidence/new/", evidence.evidence_add, name="evidence-add"),
    path("<int:strategy_id>/evidence/<int:evidence_id>/file/", evidence.evidence_file, name="evidence-file"),
    path(
        "<int:strategy_id>/evidence/<int:evidence_id>/delete/",
        evidence.evidence_delete,
        name="evidence-delete",
    ),
    path(
        "<int:strategy_id>/evidence/<int:evidence_id>/restore/",
        evidence.evidence_restore,
        name="evidence-restore",
    ),
    path(
        "<int:strategy_id>/evidence/<int:evidence_id>/share/", evidence.evidence_share, name="evidence-share"
    ),
    path(
        "<int:strategy_id>/evidence/<int:evidence_id>/unshare/",
        evidence.evidence_unshare,
        name="evidence-unshare",
    ),
]

community_partner_survey_urls = [
    path("", trust.trust, name="partner-survey"),
    path("new/", trust.trust_open, name="partner-survey-open"),
    path("<int:trust_round_id>/invite/", trust.trust_invite, name="partner-survey-invite"),
    path("<int:trust_round_id>/remind/", trust.trust_remind, name="partner-survey-remind"),
    path("<int:trust_round_id>/close/", trust.trust_close, name="partner-survey-close"),
]

community_urls: list[URLPattern | URLResolver] = [
    path("briefings/", include(community_briefings_urls)),
    path("contributions/", include(community_contributions_urls)),
    path("organizations/", include(community_organizations_urls)),
    path("findings/", include(community_findings_urls)),
    path("focus/", include(community_focus_urls)),
    path("partnerships/", include(community_partnerships_urls)),
    path("research/", include(community_research_urls)),
    path("strategies/", include(community_strategies_urls)),
    path("partner-survey/", include(community_partner_survey_urls)),
]

office_vulnerabilities_urls = [
    path("", vulnerabilities.vulnerability_list, name="vulnerability-list"),
    path("new/", vulnerabilities.vulnerability_add, name="vulnerability-add"),
    path("<int:own_id>/retire/", vulnerabilities.vulnerability_retire, name="vulnerability-retire"),
    path("<int:own_id>/restore/", vulnerabilities.vulnerability_restore, name="vulnerability-restore"),
]

office_evidence_urls = [
    path("", spot_checks.shared_evidence_list, name="shared-evidence-list"),
    path("<int:shared_id>/", spot_checks.shared_evidence, name="shared-evidence"),
    path("<int:shared_id>/file/", spot_checks.shared_evidence_file, name="shared-evidence-file"),
]

office_partnerships_urls = [
    path("", office_partnerships.office_partnership_list, name="office-partnership-list"),
    path("new/", office_partnerships.office_partnership_add, name="office-partnership-add"),
    path(
        "<int:own_partnership_id>/",
        office_partnerships.office_partnership_edit,
        name="office-partnership-edit",
    ),
    path(
        "<int:own_partnership_id>/delete/",
        office_partnerships.office_partnership_delete,
        name="office-partnership-delete",
    ),
    path(
        "<int:own_partnership_id>/restore/",
        office_partnerships.office_partnership_restore,
        name="office-partnership-restore",
    ),
]

office_grants_urls = [
    path("", grants.grant_list, name="grant-list"),
    path("new/", grants.grant_add, name="grant-add"),
    path("<int:grant_id>/", grants.grant_detail, name="grant-detail"),
    path("<int:grant_id>/edit/", grants.grant_edit, name="grant-edit"),
    path("<int:grant_id>/delete/", grants.grant_delete, name="grant-delete"),
    path("<int:grant_id>/restore/", grants.grant_restore, name="grant-restore"),
    path("<int:grant_id>/sub-grants/new/", grants.sub_grant_add, name="sub-grant-add"),
    path("<int:grant_id>/sub-grants/<int:sub_grant_id>/", grants.sub_grant_edit, name="sub-grant-edit"),
    path(
        "<int:grant_id>/sub-grants/<int:sub_grant_id>/delete/",
        grants.sub_grant_delete,
        name="sub-grant-delete",
    ),
    path(
        "<int:grant_id>/sub-grants/<int:sub_grant_id>/restore/",
        grants.sub_grant_restore,
        name="sub-grant-restore",
    ),
]

office_routes_urls = [
    path("", routes.route_list, name="route-list"),
    path("new/", routes.route_add, name="route-add"),
    path("<int:route_id>/", routes.route_edit, name="route-edit"),
    path("<int:route_id>/delete/", routes.route_delete, name="route-delete"),
    path("<int:route_id>/restore/", routes.route_restore, name="route-restore"),
]

office_urls: list[URLPattern | URLResolver] = [
    path("vulnerabilities/", include(office_vulnerabilities_urls)),
    path("evidence/", include(office_evidence_urls)),
    path("partnerships/", include(office_partnerships_urls)),
    path("grants/", include(office_grants_urls)),
    path("routes/", include(office_routes_urls)),
    path("briefings/", briefings.office_briefing_list, name="office-briefing-list"),
    path("weights/", weights.weight_list, name="weight-list"),
    path("weights/<slug:vulnerability>/", weights.weight_set, name="weight-set"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "p/<slug:community>/partner-survey/<str:token>/",
        trust.trust_answer,
        name="partner-survey-answer",
    ),
    path("c/<slug:community>/", include(community_urls)),
    path("office/<slug:office>/", include(office_urls)),
]
