"""The gallery shows every component and exists only in the demo."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import path

from dashboards.views.component_gallery import gallery
from tfc.urls import urlpatterns as ours

ROOT = Path(__file__).resolve().parents[2]
PARTS = ROOT / "templates" / "components"
SHOWN = [ROOT / "templates" / "dashboards" / "gallery.html"]
SHOWN += sorted((ROOT / "templates" / "dashboards" / "gallery").glob("*.html"))
# Parts of the layout, parts inside others or crispy, or parts that need a place.
AROUND = {
    "account_menu",
    "badge",
    "chart_files",
    "community_filter",
    "community_pager",
    "community_picker",
    "confirm",
    "description",
    "download_list",
    "draft_restored",
    "edit_conflict",
    "error_summary",
    "filters",
    "footer",
    "half_year_nav",
    "head_links",
    "header",
    "icon",
    "import_head",
    "link_languages",
    "messages",
    "offline_fault",
    "offline_queue",
    "offline_queue_field",
    "offline_queue_inputs",
    "page_header",
    "post_button",
    "privacy_link",
    "resend",
    "restore_from_trash",
    "sample_banner",
    "search_box",
    "section_tabs",
    "tab_bar",
    "table",
    "tenant_label",
    "tenant_switcher",
    "time_zone",
}
urlpatterns = [*ours, path("gallery/", gallery, name="gallery")]


def test_it_shows_every_part():
    shown_items = {name for path in SHOWN for name in re.findall(r"components/(\w+)\.html", path.read_text())}
    parts = {path.stem for path in PARTS.glob("*.html")}
    assert parts - shown_items - AROUND == set()


def test_it_does_not_exist_in_production(client: Client, db: None):
    assert client.get("/gallery/").status_code == 404


@pytest.mark.urls("tests.dashboards.test_gallery")
def test_it_shows_a_rejected_form(client: Client, db: None):
    fresh, wrong = client.get("/gallery/").content.decode(), client.get("/gallery/?wrong=1").content.decode()
    assert "There is a problem" not in fresh
    assert "There is a problem" in wrong
    assert "We met at the library." in wrong
