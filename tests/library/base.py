"""Helpers for the tests of the library."""

import io
import uuid
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from communities.models import Community, Office, User
from library.actions.items import add_material, add_story, share_item
from library.actions.versions import add_version
from library.files import store_upload
from library.models import LibraryItem, Material, MaterialVersion, Story
from tests.base import within
from tests.documents.document_samples import PDF
from tfc.sharing import Audience

SECRET = b"34.1478N-118.1445W"


def library(slug: str, rest: str = "") -> str:
    return f"/c/{slug}/library/{rest}"


def office_library(slug: str, rest: str = "") -> str:
    return f"/office/{slug}/library/{rest}"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def make_material(
    place: Community | Office,
    by: User,
    title: str = "Bus posters",
    *,
    audience: str = Audience.OWN,
    **fields: Any,
) -> Material:
    values = {"kind": "campaign", "summary": "Posters for buses.", "language": "en"} | fields
    with within(place):
        material = add_material(by=by, title=title, **values)
        share_item(item=material, audience=audience, by=by)
        material.refresh_from_db()
    return material


def make_story(
    place: Community | Office,
    by: User,
    title: str = "Barbers who ask",
    *,
    audience: str = Audience.OWN,
    **fields: Any,
) -> Story:
    values = {"kind": "practice", "language": "en", "context": "A market.", "action": "We asked."} | fields
    with within(place):
        story = add_story(by=by, title=title, **values)
        share_item(item=story, audience=audience, by=by)
        story.refresh_from_db()
    return story


def make_version(
    place: Community | Office, material: Material, by: User, name: str = "poster.pdf", content: bytes = PDF
) -> MaterialVersion:
    with within(place):
        return add_version(material=material, by=by, file=store_upload(upload(name, content)))


def stored(place: Community | Office, item: LibraryItem) -> Any:
    with within(place):
        return type(item)._default_manager.get(pk=item.pk)


def how_many(place: Community | Office, model: Any) -> int:
    with within(place):
        return model._default_manager.count()


def kept_files(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("??/*"))


def material_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "kind": "campaign",
        "title": "Hotline posters",
        "summary": "Posters in three sizes.",
        "language": "es",
        "sectors": ["media", "schools"],
        "age_group": "adults",
        "licence": "cc_by",
        "adapted_from": "",
    } | changes


def version_data(**changes: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), "note": "Larger letters", "link": ""} | changes


def story_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "kind": "practice",
        "title": "Barbers who ask",
        "language": "en",
        "context": "Many workers have no papers.",
        "action": "We trained the barbers.",
        "result": "Nine asked for help.",
        "figure": "40",
        "measure": "contacts",
        "n": "60",
        "change": "Begin with two.",
        "sectors": ["local_business"],
        "needs": ["social"],
    } | changes
