"""Each page below a section has breadcrumbs, unless the menu or the section's tabs lead to it."""

import re
from contextlib import suppress
from pathlib import Path

from django.urls import NoReverseMatch, resolve, reverse

from activity.menus import COMMUNITY, INTERNATIONAL, OFFICE

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
FRAMES = (
    r'{% extends "(base|form|confirm|error_page|library/item_list|library/item_detail'
    r'|mfa/(totp|webauthn|recovery_codes)/base)\.html" %}'
)
# Pages without a parent: a person's own pages, the front page, error pages; and templates that only others extend.
ALONE = {
    "403.html", "404.html", "429.html", "communities/export_quota.html", "error_page.html", "form.html", "confirm.html",
    "communities/account_close.html", "communities/notice_settings.html", "communities/notices.html",
    "communities/accessibility.html", "communities/account_data.html", "communities/privacy.html",
    "communities/accessibility_offices.html",
    "activity/search.html", "communities/second_factor.html", "communities/sessions.html",
    "activity/shortcuts.html", "communities/start.html", "help/list.html",
    "help/tour.html", "activity/offline_queue.html",
    "communities/invitation.html", "communities/invitation_refused.html",
    "communities/landing.html", "communities/settings.html", "communities/trash.html",
    "evaluation/survey/no_round.html",
    "allauth/layouts/base.html", "library/item_detail.html", "library/item_list.html", "public.html",
}  # fmt: skip


def address(name: str) -> str:
    for place in ({"community": "x"}, {"office": "x"}):
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=place)
    return reverse(name)


def led_to() -> set[str]:
    menus = [menu for menus in (COMMUNITY, OFFICE, INTERNATIONAL) for menu in (menus.main, menus.place)]
    names = {entry.name for menu in menus for section in menu for entry in section.pages}
    results = {resolve(address(name)).func.__name__ for name in names}
    return (
        results | {name.removeprefix("office_") for name in results} | {f"office_{name}" for name in results}
    )


def view_names(path: Path) -> set[str]:
    folder = path.parent.name
    if path.stem == "index":
        return {folder}
    return {path.stem, f"{path.stem}_{folder}", f"{folder.removesuffix('s')}_{path.stem}"}


def test_each_page_below_a_section_has_breadcrumbs():
    led = led_to()
    assert len(led) > 50
    without = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(FRAMES, text := path.read_text())
        and not re.search(r"block (breadcrumbs|back_url) ", text)
        and not view_names(path) & led
    }
    assert without == ALONE


def test_the_way_back_names_a_page() -> None:
    """Forms called the step back "Cancel" or "Back to the survey", between breadcrumbs that name pages."""
    block = re.compile(r"{% block back_label %}.*?{% endblock back_label %}", re.DOTALL)
    wrong = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if any("Cancel" in label or "Back to" in label for label in block.findall(path.read_text()))
    ]
    assert wrong == []
