"""Communities that a user pinned to the top of the page of figures."""

from typing import ClassVar, Self

from django.db import models

from tfc.tenancy import OfficeModel, SameTenant


class PinQuerySet(models.QuerySet["PinnedCommunity"]):
    def for_user(self, user_id: int) -> Self:
        return self.filter(user_id=user_id)


class PinnedCommunity(OfficeModel):
    """A community that an office's user pinned to the top of the page of figures."""

    user = models.ForeignKey("communities.User", models.CASCADE, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.CASCADE, db_constraint=False, related_name="+"
    )

    objects: ClassVar[PinQuerySet] = PinQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "user", "community"], name="dashboards_pinned_once"),
            SameTenant(field="community", name="dashboards_pinned_of_office", key="office"),
        ]
