"""Pages that create and change records. MAKING: required values, {} if defaults suffice; EDITING: a field."""

from datetime import timedelta

from django.utils.timezone import now

from dev.cluster.writers import build_meeting_form
from tests.drill.form_filling import OFFERED

TOWN, OFFICE = "c/<slug:community>/", "office/<slug:office>/"

NEW = "Something new"
# As a part of a URL.
NEW_ADDRESS = "something-new"


def day(ahead: int) -> str:
    return str(now().date() + timedelta(days=ahead))


SOON = {"day": day(9), "starts": "19:00"}
TOLD = {"title": NEW, "text": NEW, "from_on": day(0), "until_on": day(9)}
STORY = {"kind": "practice", "title": NEW, "language": "en", "context": NEW, "action": NEW, "result": NEW}
LINK = {"purpose": NEW, "expires_on": ""}
TARGET = {"subject": "events:", "direction": "up", "goal_value": "10"}

MAKING: dict[str, dict[str, str]] = {
    TOWN + "residents-survey/<int:wave_id>/paper/": {},
    TOWN + "residents-survey/new/": {},
    TOWN + "discussions/": {},
    TOWN + "discussions/posts/<int:post_id>/answer/": {},
    TOWN + "discussions/with/<slug:partner>/": {},
    TOWN + "announcements/new/": TOLD,
    TOWN + "contributions/new/": {"kind": "goods", "what": NEW, "sector": "media", "received_on": day(-2)},
    TOWN + "events/log/": build_meeting_form(NEW),
    TOWN + "events/plan/": {"kind": "awareness", "title": NEW, **SOON},
    TOWN + "events/campaigns/new/": {
        "title": NEW,
        "kind": "petition",
        "goal": NEW,
        "stage": "planned",
        "on": day(-2),
    },
    OFFICE + "campaigns/new/": {
        "title": NEW,
        "kind": "petition",
        "goal": NEW,
        "stage": "planned",
        "on": day(-2),
    },
    TOWN + "findings/new/": {
        "vulnerability": "wage_theft",
        "summary": NEW,
        "severity": "2",
        "confidence": "2",
        "method": "interview",
        "observed_on": day(-2),
    },
    TOWN + "library/stories/new/": STORY,
    TOWN + "partnerships/new/": {"kind": "coalition", "name": NEW, "role": "member", "starts_on": day(-9)},
    TOWN + "services/new-hotline/": {
        "name": NEW,
        "provider": NEW,
        "phone": "202-555-0143",
        "languages": "en",
    },
    TOWN + "services/new/": {"name": NEW, "provider": NEW, "kinds": "housing", "languages": "en"},
    TOWN + "targets/new/": TARGET,
    OFFICE + "announcements/new/": TOLD,
    OFFICE + "targets/new/": TARGET,
    OFFICE + "trainings/new/": {"topic": "research", "title": NEW, "place": NEW, "places": "20", **SOON},
    TOWN + "events/joint/<int:asked_id>/": {},
    TOWN + "events/campaigns/joint/<int:campaign_share_id>/": {},
    OFFICE + "campaigns/joint/<int:campaign_share_id>/": {},
    TOWN + "focus/accept/": {
        "existing": "end",
        "reason": NEW,
        # A suggested group would have to be in the plan too.
        **{f"row{row}-{name}": "" for row in range(4) for name in ("sector", "organization", "finding")},
        "row0-sector": OFFERED,
        "row0-finding": OFFERED,
        "row0-plan": NEW,
        "row0-plan_person": NEW,
        "row0-plan_due": day(30),
    },
    TOWN + "focus/reject/": {},
    TOWN + "exports/<slug:list_code>/": LINK,
    TOWN + "library/materials/<int:material_id>/": {},
    TOWN + "library/materials/<int:material_id>/uses/new/": {
        "on": day(-2),
        "quantity": "7",
        "unit": "contacts",
        "outcome": NEW,
    },
    TOWN + "library/materials/<int:material_id>/versions/new/": {},
    TOWN + "library/materials/new/": {},
    TOWN + "library/stories/<int:story_id>/": {},
    TOWN + "organizations/<int:organization_id>/contacts/new/": {},
    TOWN + "organizations/<int:organization_id>/strategies/new/": {},
    TOWN + "organizations/new/": {"name": NEW, "sector": "media"},
    TOWN + "reports/new/": {},
    TOWN + "research/begin/": {},
    TOWN + "research/<int:research_id>/methods/new/": {
        "method": OFFERED,
        "begun_on": day(-2),
        "done_on": "",
        "people_heard": "",
        "note": NEW,
    },
    TOWN + "strategies/<int:strategy_id>/evidence/event/": {"event": OFFERED, "what": NEW},
    TOWN + "strategies/<int:strategy_id>/evidence/new/": {},
    TOWN + "team/invite/": {"email": "new@example.org"},
    TOWN + "team/members/<int:membership_id>/development-plan/": {},
    OFFICE + "communities/new/": {
        "name": NEW,
        "slug": NEW_ADDRESS,
        "time_zone": "America/Los_Angeles",
        "latitude": "",
        "longitude": "",
        "city": NEW,
        "region": NEW,
    },
    OFFICE + "evidence/<int:shared_id>/": {},
    OFFICE + "candidates/new/": {},
    OFFICE + "library/materials/<int:material_id>/versions/new/": {},
    OFFICE + "library/materials/new/": {},
    OFFICE + "library/stories/new/": STORY,
    OFFICE + "exports/<slug:list_code>/": LINK,
    OFFICE + "custom-questions/new/": {"kind": "text", "title_en": NEW, "half_year": OFFERED},
    OFFICE + "events/new/": {"role": "held", "kind": "awareness", "title": NEW, "on": day(-2)},
    OFFICE + "grants/new/": {
        "title": NEW,
        "funder": NEW,
        "starts_on": day(-9),
        "ends_on": day(300),
        "amount": "1000",
        "currency": "USD",
    },
    # The days of the grant are fixed in the samples.
    OFFICE + "grants/<int:grant_id>/deliverables/new/": {
        "title": NEW,
        "quantity": "5",
        "unit": NEW,
        "due_on": "2026-06-30",
    },
    OFFICE + "grants/<int:grant_id>/sub-grants/new/": {
        "recipient": OFFERED,
        "amount": "1",
        "currency": "USD",
        "on": "2026-03-02",
        "purpose": NEW,
    },
    OFFICE + "partnerships/new/": {"kind": "coalition", "name": NEW, "role": "member", "starts_on": day(-9)},
    OFFICE + "reports/new/": {},
    OFFICE + "team/invite/": {},
    OFFICE + "routes/new/": {
        "name": NEW,
        "source": NEW,
        "places": "Blythe, 33.61, -114.60\nIndio, 33.72, -116.22",
    },
    OFFICE + "units/new/": {"title_en": NEW},
    OFFICE + "vulnerabilities/new/": {"group": OFFERED, "title_en": NEW},
}
# Only these values are sent, since a number in every field would contradict another. Forms without a key: what they
# create is unique by itself, as an invitation of one address.
NAMELESS = {
    OFFICE + "communities/new/",
    OFFICE + "evidence/<int:shared_id>/",
    OFFICE + "candidates/new/",
    OFFICE + "custom-questions/new/",
    OFFICE + "targets/new/",
    OFFICE + "team/invite/",
    OFFICE + "trainings/new/",
    OFFICE + "units/new/",
    OFFICE + "vulnerabilities/new/",
    TOWN + "targets/new/",
    TOWN + "team/invite/",
}
# Without text that could differ.
WITHOUT_WORDS = {
    OFFICE + "reports/new/",
    TOWN + "residents-survey/<int:wave_id>/paper/",
    TOWN + "events/joint/<int:asked_id>/",
    TOWN + "events/campaigns/joint/<int:campaign_share_id>/",
    OFFICE + "campaigns/joint/<int:campaign_share_id>/",
    TOWN + "reports/new/",
}
ONLY_TYPED = {
    TOWN + "events/log/", TOWN + "organizations/new/", TOWN + "announcements/new/", TOWN + "contributions/new/",
    TOWN + "events/plan/", TOWN + "findings/new/", TOWN + "library/stories/new/", TOWN + "partnerships/new/",
    TOWN + "events/campaigns/new/",
    TOWN + "services/new/", TOWN + "targets/new/", OFFICE + "announcements/new/", OFFICE + "targets/new/",
    OFFICE + "trainings/new/", TOWN + "focus/accept/", TOWN + "research/<int:research_id>/methods/new/",
    TOWN + "strategies/<int:strategy_id>/evidence/event/", OFFICE + "library/stories/new/",
    OFFICE + "custom-questions/new/",
    TOWN + "services/new-hotline/",
    OFFICE + "units/new/",
    OFFICE + "vulnerabilities/new/",
    OFFICE + "campaigns/new/", OFFICE + "routes/new/",
    OFFICE + "events/new/", OFFICE + "grants/new/", OFFICE + "grants/<int:grant_id>/deliverables/new/",
    OFFICE + "grants/<int:grant_id>/sub-grants/new/", OFFICE + "partnerships/new/",
}  # fmt: skip

EDITING: dict[str, str] = {
    TOWN + "announcements/<int:announcement_id>/edit/": "title",
    TOWN + "residents-survey/<int:wave_id>/edit/": "place",
    TOWN + "briefings/<int:briefing_id>/edit/": "title",
    TOWN + "briefings/<int:briefing_id>/shares/<int:share_id>/": "recipient",
    TOWN + "contributions/<int:contribution_id>/": "what",
    TOWN + "events/<int:event_id>/edit/": "title",
    TOWN + "events/campaigns/<int:campaign_id>/edit/": "title",
    TOWN + "library/stories/<int:story_id>/edit/": "title",
    TOWN + "organizations/<int:organization_id>/contacts/<int:contact_id>/edit/": "name",
    TOWN + "organizations/<int:organization_id>/edit/": "name",
    TOWN + "services/<int:service_id>/edit/": "name",
    TOWN + "services/<int:service_id>/pathway/": "steps",
    TOWN + "targets/<uuid:thread>/edit/": "note",
    OFFICE + "targets/<uuid:thread>/edit/": "note",
    OFFICE + "trainings/<int:training_id>/edit/": "title",
    TOWN + "findings/<int:finding_id>/edit/": "summary",
    TOWN + "focus/<int:focus_id>/edit/": "plan",
    TOWN + "library/materials/<int:material_id>/edit/": "title",
    TOWN + "library/materials/<int:material_id>/uses/<int:use_id>/": "outcome",
    TOWN + "partnerships/<int:partnership_id>/": "name",
    TOWN + "public-page/": "about_en",
    TOWN + "research/<int:research_id>/edit/": "question",
    TOWN + "research/<int:research_id>/methods/<int:method_id>/": "note",
    TOWN + "strategies/<int:strategy_id>/edit/": "title",
    OFFICE + "announcements/<int:announcement_id>/edit/": "title",
    OFFICE + "campaigns/<int:campaign_id>/edit/": "title",
    OFFICE + "candidates/<int:candidate_id>/edit/": "routes",
    OFFICE + "library/materials/<int:material_id>/edit/": "title",
    OFFICE + "events/<int:office_event_id>/edit/": "title",
    OFFICE + "grants/<int:grant_id>/edit/": "title",
    OFFICE + "grants/<int:grant_id>/deliverables/<int:deliverable_id>/": "title",
    OFFICE + "grants/<int:grant_id>/sub-grants/<int:sub_grant_id>/": "purpose",
    OFFICE + "partnerships/<int:own_partnership_id>/": "name",
    OFFICE + "units/<int:unit_id>/": "title_en",
}
# Fields that the page leaves empty stay empty, for the same reason.
AS_THEY_ARE = {
    # An organization or a name decides, not both.
    TOWN + "events/campaigns/<int:campaign_id>/edit/",
    OFFICE + "campaigns/<int:campaign_id>/edit/",
    # Its days must lie in one half-year and may not be past.
    TOWN + "residents-survey/<int:wave_id>/edit/",
    TOWN + "library/materials/<int:material_id>/uses/<int:use_id>/",
    TOWN + "library/stories/<int:story_id>/edit/",
    TOWN + "organizations/<int:organization_id>/contacts/<int:contact_id>/edit/",
    TOWN + "organizations/<int:organization_id>/edit/", TOWN + "services/<int:service_id>/edit/",
    TOWN + "services/<int:service_id>/pathway/", TOWN + "targets/<uuid:thread>/edit/",
    OFFICE + "targets/<uuid:thread>/edit/", OFFICE + "trainings/<int:training_id>/edit/",
    OFFICE + "events/<int:office_event_id>/edit/", OFFICE + "grants/<int:grant_id>/edit/",
    OFFICE + "grants/<int:grant_id>/deliverables/<int:deliverable_id>/",
    OFFICE + "grants/<int:grant_id>/sub-grants/<int:sub_grant_id>/",
    OFFICE + "partnerships/<int:own_partnership_id>/",
}  # fmt: skip
# An event lasts a year at most, and the samples' event began on a fixed day.
LEFT_EMPTY = {"ends_day": ""}
# Sample values that nobody could have typed.
TYPED_AGAIN = {"phone": "", "online_link": "", "website": "", "email": ""}
