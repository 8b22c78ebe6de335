"""Comments on materials and stories, mentions, and reports to an office."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from library.models.materials import Material
from library.models.stories import Story
from tfc.sharing import SharedModel, SharedReference
from tfc.tenancy import SameTenant, TenantModel, TrashQuerySet


class Comment(SharedModel):
    """A comment on a material or story, with its audience. The author's office may hide it with a reason."""

    material = models.ForeignKey(
        Material, models.CASCADE, db_constraint=False, null=True, related_name="comments"
    )
    story = models.ForeignKey(Story, models.CASCADE, db_constraint=False, null=True, related_name="comments")
    text = models.TextField(_("Your message"), max_length=2000)
    client_id = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    hidden_reason = models.CharField(_("Reason"), max_length=300, blank=True)

    objects: ClassVar[TrashQuerySet["Comment"]] = TrashQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(SharedModel.Meta):
        constraints = [
            *SharedModel.Meta.constraints,
            SharedReference(field="material", name="library_comment_material"),
            SharedReference(field="story", name="library_comment_story"),
            models.CheckConstraint(
                name="library_comment_under_one",
                condition=models.Q(material__isnull=False, story=None)
                | models.Q(material=None, story__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["office", "community", "client_id"],
                name="library_comment_sent_once",
                nulls_distinct=False,
                condition=models.Q(client_id__isnull=False),
            ),
        ]

    @property
    def item(self) -> Material | Story:
        item = self.material or self.story
        assert item is not None  # noqa: S101 (held by a constraint)
        return item


class CommentMention(TenantModel):
    """A mentioned member of the author's own community; other communities never see the name."""

    comment = models.ForeignKey(Comment, models.CASCADE, db_constraint=False, related_name="mentions")
    membership = models.ForeignKey(Membership, models.CASCADE, db_constraint=False, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="comment", name="library_mention_comment"),
            SameTenant(field="membership", name="library_mention_membership"),
            models.UniqueConstraint(
                fields=["community", "comment", "membership"], name="library_mentioned_once"
            ),
        ]


class CommentReport(TenantModel):
    """A community's report of a comment to the office of its author."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, db_constraint=False, related_name="reports")
    reason = models.CharField(_("Reason"), max_length=300)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SharedReference(field="comment", name="library_report_comment", follows=False),
            models.UniqueConstraint(fields=["community", "comment"], name="library_reported_once"),
        ]
