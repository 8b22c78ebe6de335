"""Which pages make and change records. MAKING: what has to be typed, {} where anything will do; EDITING: a field."""

from tfc.stack.cluster.writers import meeting

TOWN, OFFICE = "c/<slug:community>/", "office/<slug:office>/"

MAKING: dict[str, dict[str, str]] = {
    TOWN + "awareness/<int:wave_id>/paper/": {},
    TOWN + "awareness/new/": {},
    TOWN + "board/": {},
    TOWN + "board/posts/<int:post_id>/answer/": {},
    TOWN + "board/with/<slug:partner>/": {},
    TOWN + "events/log/": meeting("Something new"),
    TOWN + "events/together/<int:asked_id>/": {},
    TOWN + "focus/reject/": {},
    TOWN + "library/materials/<int:material_id>/": {},
    TOWN + "library/materials/<int:material_id>/versions/new/": {},
    TOWN + "library/materials/new/": {},
    TOWN + "library/stories/<int:story_id>/": {},
    TOWN + "organizations/<int:organization_id>/contacts/new/": {},
    TOWN + "organizations/<int:organization_id>/strategies/new/": {},
    TOWN + "organizations/new/": {"name": "Something new", "sector": "media"},
    TOWN + "reports/new/": {},
    TOWN + "research/begin/": {},
    TOWN + "strategies/<int:strategy_id>/evidence/new/": {},
    TOWN + "team/invite/": {},
    TOWN + "team/members/<int:membership_id>/path/": {},
    OFFICE + "evidence/<int:shared_id>/": {},
    OFFICE + "formation/new/": {},
    OFFICE + "library/materials/new/": {},
    OFFICE + "reports/new/": {},
    OFFICE + "team/invite/": {},
}
# These take no more than what is typed here: a number in each field of theirs would contradict another.
ONLY_TYPED = {TOWN + "events/log/", TOWN + "organizations/new/"}

EDITING: dict[str, str] = {
    TOWN + "announcements/<int:announcement_id>/edit/": "title",
    TOWN + "awareness/<int:wave_id>/edit/": "place",
    TOWN + "briefings/<int:briefing_id>/edit/": "title",
    TOWN + "briefings/<int:briefing_id>/shares/<int:share_id>/": "recipient",
    TOWN + "contributions/<int:contribution_id>/": "what",
    TOWN + "events/<int:event_id>/edit/": "title",
    TOWN + "findings/<int:finding_id>/edit/": "summary",
    TOWN + "focus/<int:focus_id>/edit/": "plan",
    TOWN + "library/materials/<int:material_id>/edit/": "title",
    TOWN + "partnerships/<int:partnership_id>/": "name",
    TOWN + "public-page/": "about_en",
    TOWN + "research/<int:research_id>/edit/": "question",
    TOWN + "research/<int:research_id>/methods/<int:method_id>/": "note",
    TOWN + "strategies/<int:strategy_id>/edit/": "title",
    OFFICE + "announcements/<int:announcement_id>/edit/": "title",
    OFFICE + "formation/<int:candidate_id>/edit/": "routes",
    OFFICE + "library/materials/<int:material_id>/edit/": "title",
}
