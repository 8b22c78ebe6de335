"""The library of the demo: materials in three languages and three stories, stored in the scopes of their owners.

What is there stays as it is. ``place`` in the data file: the slug of a community, or of the office.
"""

import io
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from PIL import Image, ImageDraw, ImageFont

from communities.models import Community, Office, Role, User
from demo.sign_ins import STAFF, get_demo_email
from demo.sources import read_json
from library.actions.adoptions import adopt_story
from library.actions.discussion import add_comment
from library.actions.items import add_material, add_story, share_item
from library.actions.uses import add_use
from library.actions.versions import add_version
from library.files import StoredFile, store_upload
from library.models import Material, Story
from tfc.tenancy import community_scope, office_scope
from tfc.typesetting import FONTS, drawable, typeset

FONT = FONTS / "NotoSans-Bold.ttf"
SIZE = (1200, 800)
NIGHT, GROUND, DARK, LIT, LETTERS = "#11304a", "#0b1f30", "#1d4360", "#f4c95d", "#fffdf8"
HOUSES = ("#8c4a3c", "#a8674b", "#6d5a72", "#46697a", "#94794f", "#5b7a5e")
GROUND_AT, STEP = 690, 200
SHEET = Path(__file__).parent / "sheet.typ"
OFFICE = "usa"
MURAL = "One lit window: the mural of the night clerks"
Towns = Mapping[str, Community]
Text = Mapping[str, Any]
Files = Mapping[str, Future[StoredFile]]
DATA: Text = read_json("library.json")


@contextmanager
def files_in_background(slugs: Collection[str], now: datetime) -> Iterator[Files]:
    """The files by title of their material, drawn and checked while the towns are stored.

    Each file takes two programs, which run on another core, and no database.
    """
    texts = DATA["materials"] if _is_complete(slugs) else []
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        yield {text["title"]: pool.submit(_keep_file, text, now) for text in texts if "lines" in text}
    finally:
        pool.shutdown(cancel_futures=True)


def store_library(towns: Towns, office: Office, files: Files) -> None:
    """Outside a scope. Where a town of the library is left out of the demo, so is the library."""
    if not _is_complete(towns):
        return
    for text in DATA["materials"]:
        _store_material(text, towns, office, files)
    for text in DATA["uses"]:
        _store_use(text, towns, office)
    for text in DATA["stories"]:
        _store_story(text, towns, office)
    for owner, comment in DATA["comments"]:
        with _scope(owner, towns, office):
            story = Story.objects.get(title=DATA["stories"][0]["title"])
            if not story.comments.filter(community=towns[owner]).exists():
                add_comment(item=story, text=comment, by=_get_coordinator(owner))


def _is_complete(slugs: Collection[str]) -> bool:
    adoptions = [adoption for story in DATA["stories"] for adoption in story["adoptions"]]
    texts = [*DATA["materials"], *DATA["uses"], *DATA["stories"], *adoptions]
    owners = {text["place"] for text in texts} | {owner for owner, _comment in DATA["comments"]}
    return owners <= {OFFICE, *slugs}


def _store_use(text: Text, towns: Towns, office: Office) -> None:
    owner = text["place"]
    with _scope(owner, towns, office):
        material = Material.objects.get(title=text["title"])
        if not material.uses.filter(community=towns[owner]).exists():
            fields = {name: text[name] for name in ("unit", "quantity", "at_least", "outcome")}
            on = date.fromisoformat(text["on"])
            add_use(material=material, by=_get_coordinator(owner), on=on, is_shared=True, **fields)


def _store_material(text: Text, towns: Towns, office: Office, files: Files) -> None:
    owner = text["place"]
    by = User.objects.get(email=STAFF[OFFICE]) if owner == OFFICE else _get_coordinator(owner)
    with _scope(owner, towns, office):
        if Material.objects.filter(title=text["title"]).exists():
            return
        original = text.get("adapted_from")
        material = add_material(
            by=by,
            sectors=text.get("sectors", []),
            age_group=text.get("age_group", "all"),
            licence=text.get("licence", "cc_by"),
            adapted_from=Material.objects.filter(title=original).first() if original else None,
            **{name: text[name] for name in ("title", "summary", "kind", "language")},
        )
        file = files[text["title"]].result() if "lines" in text else None
        add_version(material=material, by=by, link=text.get("link", ""), file=file)
        share_item(item=material, audience=text["audience"], by=by)


def _keep_file(text: Text, now: datetime) -> StoredFile:
    return store_upload(_draw_file(text, now))


def _draw_file(text: Text, now: datetime) -> SimpleUploadedFile:
    """A sheet of these lines, or a picture with the first of them."""
    if text.get("is_picture"):
        return SimpleUploadedFile(f"{slugify(text['title'])}.png", draw_mural(text["lines"][0]))
    sheet = drawable({name: text[name] for name in ("title", "lines", "language")})
    pdf = typeset(SHEET, {"sheet": sheet}, now.isoformat(timespec="seconds"), country="US")
    return SimpleUploadedFile((slugify(text["title"], allow_unicode=True) or "sheet") + ".pdf", pdf)


def _store_story(text: Text, towns: Towns, office: Office) -> None:
    owner = text["place"]
    by = _get_coordinator(owner)
    with _scope(owner, towns, office):
        if not Story.objects.filter(title=text["title"]).exists():
            left_out = ("place", "audience", "adoptions")
            story = add_story(by=by, **{name: value for name, value in text.items() if name not in left_out})
            share_item(item=story, audience=text["audience"], by=by)
    for adoption in text["adoptions"]:
        fields = dict(adoption)
        owner = fields.pop("place")
        fields["since"] = date.fromisoformat(fields["since"])
        with _scope(owner, towns, office):
            story = Story.objects.get(title=text["title"])
            if not story.adoptions.filter(community=towns[owner]).exists():
                adopt_story(story=story, community=towns[owner], by=_get_coordinator(owner), **fields)


def _scope(owner: str, towns: Towns, office: Office) -> AbstractContextManager[None]:
    return office_scope(office.pk) if owner == OFFICE else community_scope(towns[owner].pk, office.pk)


def _get_coordinator(slug: str) -> User:
    return User.objects.get(email=get_demo_email(Role.COORDINATOR, slug))


def draw_mural(text: str) -> bytes:
    """A PNG. The same text gives the same picture."""
    picture = Image.new("RGB", SIZE, NIGHT)
    draw = ImageDraw.Draw(picture)
    for number in range(60):
        across, up = (number * 397) % SIZE[0], (number * 211) % 300
        draw.ellipse((across, up, across + 3, up + 3), fill=LETTERS)
    draw.rectangle((0, GROUND_AT, *SIZE), fill=GROUND)
    for number, colour in enumerate(HOUSES):
        _draw_house(draw, number, colour)
    draw.text((60, 60), text, font=ImageFont.truetype(str(FONT), 54), fill=LETTERS)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_house(draw: ImageDraw.ImageDraw, number: int, colour: str) -> None:
    left, floors = number * STEP + 10, 3 + number % 2
    right, top = left + STEP - 20, GROUND_AT - floors * 110
    draw.rectangle((left, top, right, GROUND_AT), fill=colour)
    draw.polygon(((left - 8, top), ((left + right) // 2, top - 70), (right + 8, top)), fill=GROUND)
    for window in range(floors * 2):
        across, down = left + 30 + window % 2 * 80, top + 28 + window // 2 * 105
        is_lit = window == (number * 3 + 1) % (floors * 2)
        draw.rectangle((across, down, across + 44, down + 58), fill=LIT if is_lit else DARK)
