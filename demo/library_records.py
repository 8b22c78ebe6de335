"""The library of the demo, stored by those whose it is, each in its own scope; what is there stays as it is."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from communities.models import Community, Office, Role, User
from demo.library import COMMENTS, HOME, MATERIALS, STORIES, USES, MaterialPlan, StoryPlan, UsePlan
from demo.mural import mural
from demo.sign_ins import STAFF, email_of
from library.actions.adoptions import adopt_story
from library.actions.discussion import add_comment
from library.actions.items import add_material, add_story, share_item
from library.actions.uses import add_use
from library.actions.versions import add_version
from library.files import keep_upload
from library.models import Material, Story
from tfc.tenancy import community_scope, office_scope
from tfc.typesetting import drawable, typeset

SHEET = Path(__file__).parent / "sheet.typ"
Towns = Mapping[str, Community]
NOT_FIELDS = ("owner", "audience", "adoptions", "sectors", "needs")


def store_library(towns: Towns, office: Office, now: datetime) -> None:
    """Outside a scope. Where a town of the library is left out of the demo, so is the library."""
    if not _owners() <= {HOME, *towns}:
        return
    for material in MATERIALS:
        _store_material(material, towns, office, now)
    for use in USES:
        _store_use(use, towns, office)
    for story in STORIES:
        _store_story(story, towns, office)
    for owner, text in COMMENTS:
        with _scope(owner, towns, office):
            told = Story.objects.get(title=STORIES[0].title)
            if not told.comments.filter(community=towns[owner]).exists():
                add_comment(item=told, text=text, by=_coordinator(owner))


def _owners() -> set[str]:
    adopted = {one.owner for story in STORIES for one in story.adoptions}
    told = {one.owner for one in STORIES} | {owner for owner, _text in COMMENTS}
    return adopted | told | {one.owner for one in MATERIALS} | {one.owner for one in USES}


def _store_use(use: UsePlan, towns: Towns, office: Office) -> None:
    with _scope(use.owner, towns, office):
        found = Material.objects.get(title=use.title)
        if not found.uses.filter(community=towns[use.owner]).exists():
            add_use(
                material=found, by=_coordinator(use.owner), on=use.on, unit=use.unit, quantity=use.quantity,
                at_least=use.at_least, outcome=use.outcome, is_shared=True,
            )  # fmt: skip


def _store_material(plan: MaterialPlan, towns: Towns, office: Office, now: datetime) -> None:
    by = User.objects.get(email=STAFF[HOME]) if plan.owner == HOME else _coordinator(plan.owner)
    with _scope(plan.owner, towns, office):
        if Material.objects.filter(title=plan.title).exists():
            return
        source = Material.objects.filter(title=plan.adapted_from).first() if plan.adapted_from else None
        material = add_material(
            by=by, title=plan.title, summary=plan.summary, kind=plan.kind, language=plan.language,
            sectors=list(plan.sectors), age_group=plan.age_group, licence=plan.licence, adapted_from=source,
        )  # fmt: skip
        file = keep_upload(_sheet(plan, now)) if plan.lines else None
        add_version(material=material, by=by, link=plan.link, file=file)
        share_item(item=material, audience=plan.audience, by=by)


def _sheet(plan: MaterialPlan, now: datetime) -> SimpleUploadedFile:
    if plan.is_picture:
        return SimpleUploadedFile(f"{slugify(plan.title)}.png", mural(plan.lines[0]))
    sheet = drawable({"title": plan.title, "lines": plan.lines, "language": plan.language})
    pdf = typeset(SHEET, {"sheet": sheet}, now.isoformat(timespec="seconds"), country="US")
    return SimpleUploadedFile((slugify(plan.title, allow_unicode=True) or "sheet") + ".pdf", pdf)


def _store_story(plan: StoryPlan, towns: Towns, office: Office) -> None:
    by = _coordinator(plan.owner)
    with _scope(plan.owner, towns, office):
        if not Story.objects.filter(title=plan.title).exists():
            fields = {name: value for name, value in plan._asdict().items() if name not in NOT_FIELDS}
            story = add_story(by=by, sectors=list(plan.sectors), needs=list(plan.needs), **fields)
            share_item(item=story, audience=plan.audience, by=by)
    for one in plan.adoptions:
        with _scope(one.owner, towns, office):
            found = Story.objects.get(title=plan.title)
            if not found.adoptions.filter(community=towns[one.owner]).exists():
                fields = {name: value for name, value in one._asdict().items() if name != "owner"}
                adopt_story(story=found, community=towns[one.owner], by=_coordinator(one.owner), **fields)


def _scope(owner: str, towns: Towns, office: Office) -> AbstractContextManager[None]:
    return office_scope(office.pk) if owner == HOME else community_scope(towns[owner].pk, office.pk)


def _coordinator(slug: str) -> User:
    return User.objects.get(email=email_of(Role.COORDINATOR, slug))
