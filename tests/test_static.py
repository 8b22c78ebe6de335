"""Files under static/ and references in templates: known files, nothing from other hosts, nothing inline."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from events.models import EventKind
from tests import used_bootstrap
from tests.transfer_size import get_bytes
from tfc import settings as production
from tfc.colors import MEANINGS, PAIRS, contrast, tokens

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((STATIC / "css").glob("*.css"))
MANIFEST = json.loads((STATIC / "vendor" / "MANIFEST.json").read_text())["files"]
# Transferred bytes: static files compressed by brotli, as WhiteNoise serves them; the page uncompressed.
FIRST_LOAD = 100_000
FONTS = 70_000


def test_it_keeps_vendored_files_as_the_manifest_says() -> None:
    texts = {entry["path"]: entry["sha256"] for entry in MANIFEST}
    results = {
        str(path.relative_to(STATIC)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.suffix in (".css", ".js", ".woff2")
    }
    assert results == texts


def test_it_ships_the_licence_of_everything_vendored() -> None:
    for entry in MANIFEST:
        folder = (STATIC / entry["path"]).parent
        assert list(folder.glob("LICENSE")) or list(
            folder.glob(f"{Path(entry['path']).stem.split('-')[0]}.OFL.txt")
        )


def test_it_refers_to_no_source_map() -> None:
    for path in STATIC.rglob("*.*"):
        if path.suffix in (".css", ".js"):
            assert "sourceMappingURL" not in path.read_text(), path


def test_it_loads_nothing_from_other_hosts() -> None:
    loads = re.compile(r"(?:src|href|action|srcset)=[\"'](?:https?:)?//|url\([\"']?(?:https?:)?//|@import")
    assert len(STYLES) > 1
    for path in (*STYLES, *TEMPLATES):
        # Links to other hosts are allowed, since they load nothing by themselves.
        text = re.sub(r"<a\b[^>]*>", "", path.read_text())
        assert (path, loads.findall(text)) == (path, [])


def test_it_writes_no_style_and_no_script_into_a_page() -> None:
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:|hx-on|hx-vals=[\"']js:")
    assert len(TEMPLATES) > 100
    for path in TEMPLATES:
        text = path.read_text()
        assert (path, inline.findall(text)) == (path, [])
        for attributes in re.findall(r"<script([^>]*)>", text):
            is_data = re.search(r'type="application/(ld\+)?json"', attributes)
            assert "src=" in attributes or is_data, path


def test_it_repeats_the_dark_colours_for_a_device_that_is_dark() -> None:
    assert tokens("dark") == tokens("auto")


def test_it_gives_every_colour_in_both_modes_and_says_what_it_is_for() -> None:
    light, dark = tokens("light"), tokens("dark")
    assert light.keys() == dark.keys()
    assert {name for name, value in light.items() if value.startswith("#")} == set(MEANINGS)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_it_can_be_read(mode: str, ink: str, ground: str, least: float) -> None:
    colours = tokens(mode)
    assert contrast(colours[ink], colours[ground]) >= least


@pytest.mark.parametrize(
    ("color", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)]
)
def test_it_measures_contrast_as_wcag_does(color: str, other: str, ratio: float) -> None:
    assert contrast(color, other) == contrast(other, color) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark", "auto"])
def test_each_kind_of_event_has_a_color_on_which_its_words_can_be_read(mode: str) -> None:
    colors = tokens(mode)
    rules = (STATIC / "css" / "components.css").read_text()
    for kind in EventKind.values:
        names = re.findall(rf"\.tf-event--{kind}\b[^{{}}]*{{ --tf-event-color: var\(--tf-([\w-]+)\)", rules)
        assert len(names) == 1, f"Give .tf-event--{kind} a color in static/css/components.css."
        [name] = names
        ground = mixed(colors[name], colors["surface"], 0.1)
        assert contrast(colors[name], ground) >= 3, kind
        for ink in ("ink", "muted", "good"):
            assert contrast(colors[ink], ground) >= 4.5, (kind, ink)


def mixed(color: str, other: str, share: float) -> str:
    """Return the color of ``color-mix(in srgb, …)`` in the style sheets."""
    parts = [(int(color[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(channel * share + two * (1 - share)):02x}" for channel, two in parts)


PUBLIC_PAIRS = [
    *(
        (ink, ground, 4.5)
        for ink in ("ink", "muted", "accent")
        for ground in ("paper", "surface", "accent-soft")
    ),
    *(("bad", ground, 4.5) for ground in ("paper", "surface", "bad-soft")),
    ("good", "good-soft", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-exit", "exit", 4.5),
    *((line, ground, 3) for line in ("control", "focus") for ground in ("paper", "surface")),
]


@pytest.mark.parametrize("block", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PUBLIC_PAIRS)
def test_public_pages_can_be_read(block: int, ink: str, ground: str, least: float) -> None:
    """Their style sheet has the colors twice, light and dark."""
    css = (STATIC / "css" / "public.css").read_text().split(":root {")[1:][block].split("}", 1)[0]
    colours = dict(re.findall(r"--([\w-]+):\s*(#\w+);", css))
    long = {
        name: "#" + "".join(digit * 2 for digit in value[1:]) if len(value) == 4 else value
        for name, value in colours.items()
    }
    assert contrast(long[ink], long[ground]) >= least


def test_it_draws_every_icon_that_a_template_names() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    named = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert named - drawn == set()


def test_it_cuts_no_class_of_bootstrap_out_that_is_used() -> None:
    assert used_bootstrap.missing() == set(), "python -m tests.used_bootstrap cuts it anew"


def test_it_loads_a_first_page_within_its_budget(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content
    files = set(
        re.findall(rb"/static/((?:bootstrap|css|js|vendor/bootstrap|vendor/htmx|img|fonts)/[\w./-]+)", page)
    )
    # The style sheet requests the heading's font.
    paths = [STATIC / name.decode() for name in files] + [STATIC / "fonts" / "literata-600.woff2"]
    weight = len(page) + sum(map(get_bytes, paths))
    assert len(files) > 8
    assert weight <= FIRST_LOAD, weight
    assert sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")) <= FONTS


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """Return two of our files as production collects and serves them."""
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "css" / "public.css").write_bytes((STATIC / "css" / "public.css").read_bytes())
    (source / "css" / "one.css").write_text('.a { background: url("public.css") }')
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "root"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = production.STORAGES
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "root"


def test_it_serves_files_compressed_under_names_that_hold_for_ever(collected: Path, db: None):
    names = sorted(path.name for path in (collected / "css").iterdir())
    assert [name for name in names if re.fullmatch(r"(one|public)\.css.*", name)] == []
    public_url, client = static("css/public.css"), Client()
    assert (
        public_url.removeprefix("/static/css/")
        in (collected / "css" / Path(static("css/one.css")).name).read_text()
    )
    plain = client.get(public_url)
    sent = {
        code: client.get(public_url, headers={"Accept-Encoding": code}) for code in ("br", "gzip", "gzip, br")
    }
    assert b"".join(plain) == (STATIC / "css" / "public.css").read_bytes()
    assert {code: response["Content-Encoding"] for code, response in sent.items()} == {
        "br": "br", "gzip": "gzip", "gzip, br": "br",
    }  # fmt: skip
    assert (
        int(sent["br"]["Content-Length"])
        < int(sent["gzip"]["Content-Length"])
        < int(plain["Content-Length"]) / 2
    )
    for response in (plain, *sent.values()):
        assert "immutable" in response["Cache-Control"]
        assert int(re.search(r"max-age=(\d+)", response["Cache-Control"])[1]) >= 365 * 24 * 60 * 60  # type: ignore[index]
        assert "Accept-Encoding" in response["Vary"]
        assert dict(response.cookies) == {}
        response.close()
    again = client.get(public_url, headers={"If-Modified-Since": plain["Last-Modified"]})
    assert (again.status_code, b"".join(again)) == (304, b"")
