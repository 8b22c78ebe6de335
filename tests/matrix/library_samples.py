"""Samples of the library: one of each, not shared."""

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from communities.models import Community, Membership, User
from events.models import Event
from library.files import StoredFile, store_upload
from library.models import (
    Adoption,
    AdoptionEvent,
    Announcement,
    BoardPost,
    Comment,
    CommentMention,
    CommentReport,
    DismissedAnnouncement,
    Material,
    MaterialUse,
    MaterialVersion,
    SharingStep,
    Story,
)

DAY = date(2026, 3, 3)
# As paired in tests/matrix/formation_samples.py.
PARTNERS = {"hill": "dale", "dale": "hill"}


def of_place(by: User) -> dict[str, Any]:
    """Create the rows of a community or an office, depending on the open scope."""
    material = Material.objects.create(kind="campaign", title="x", summary="x", language="en", created_by=by)
    version = MaterialVersion.objects.create(material=material, number=1, by=by, **_picture().as_fields())
    story = Story.objects.create(
        kind="practice", title="x", context="x", action="x", language="en", created_by=by
    )
    comment = Comment.objects.create(material=material, text="x", by=by)
    SharingStep.objects.create(material=material, was="own", became="own", by=by)
    announcement = Announcement.objects.create(title="x", text="x", from_on=DAY, created_by=by)
    DismissedAnnouncement.objects.create(announcement=announcement, by=by)
    return {
        "material_id": material.pk,
        "version_id": version.pk,
        "story_id": story.pk,
        "comment_id": comment.pk,
        "announcement_id": announcement.pk,
    }


def _picture() -> StoredFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(out, "PNG")
    return store_upload(SimpleUploadedFile("x.png", out.getvalue()))


def of_community(community: Community, by: User, event: Event) -> dict[str, Any]:
    ids = of_place(by)
    use = MaterialUse.objects.create(material_id=ids["material_id"], on=DAY, event=event, created_by=by)
    adoption = Adoption.objects.create(story_id=ids["story_id"], since=DAY, status="trying", created_by=by)
    AdoptionEvent.objects.create(adoption=adoption, event=event)
    member = Membership.objects.filter(community=community)[0]
    CommentMention.objects.create(comment_id=ids["comment_id"], membership=member)
    CommentReport.objects.create(
        comment_id=ids["comment_id"], office_id=community.office_id, reason="x", by=by
    )
    post = BoardPost.objects.create(text="x", by=by)
    return ids | {"use_id": use.pk, "post_id": post.pk, "partner": PARTNERS.get(community.slug, "")}
