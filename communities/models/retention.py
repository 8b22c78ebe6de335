"""Results of one day's retention run among an office's communities, in numbers only."""

from django.db import models

from tfc.tenancy import OfficeModel


class RetentionCount(OfficeModel):
    """``rule``: the code of a tfc.retention.Rule; ``gone``: rows deleted that day; ``oldest``: the day of the oldest
    remaining row.
    """

    on = models.DateField()
    rule = models.CharField(max_length=80)
    gone = models.PositiveIntegerField(default=0)
    oldest = models.DateField(null=True)

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "on", "rule"], name="communities_retention_once"),
        ]
