"""Setting and deleting alerts, in the scope of their place; finding where they apply, with the figures' login."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.actions.notices import remind_soon
from communities.models import Community, Office, User
from communities.thresholds import thresholds_for
from dashboards.alerts import applies
from dashboards.attention.reasons import Facts
from dashboards.models import Alert, AlertCondition
from evaluation.figure_visibility import mask_stored_figure
from evaluation.figures import get_overrides
from evaluation.measures import Measurement
from evaluation.models import Figure, Round
from tfc.disclosure import Reader

# Of one person in one place.
MOST = 20


@transaction.atomic
def add_alert(
    *,
    place: Community | Office,
    condition: str,
    by: User,
    part: str = "",
    limit: int | None = None,
    about: Community | None = None,
) -> Alert:
    """Set an alert; the same one again has no effect. ValidationError above the number that a person can have."""
    community = place if isinstance(place, Community) else None
    own = Alert.objects.of_place(place).filter(user=by)
    alert, is_new = own.get_or_create(
        office_id=community.office_id if community else place.pk,
        community=community,
        about=about,
        user=by,
        condition=condition,
        part=part,
        limit=limit,
    )
    if is_new and own.count() > MOST:
        raise ValidationError(_("You already have %(most)s alerts. Delete one first.") % {"most": MOST})
    return alert


@transaction.atomic
def delete_alert(*, place: Community | Office, alert_id: int, by: User) -> None:
    """Delete a person's own alert; its notifications disappear by themselves."""
    Alert.objects.of_place(place).filter(user=by, pk=alert_id).delete()


class AlertRefresh:
    """Finds where an office's alerts apply, in batches of communities; `store` writes what changed."""

    def __init__(self, office: Office, *, using: str) -> None:
        self.office, self.using = office, using
        self.alerts = list(Alert.objects.using(using).filter(office=office).order_by("pk"))
        self.found_ids: dict[int, list[int]] = {alert.pk: [] for alert in self.alerts}

    def find(self, communities: Sequence[Community], facts: Mapping[int, Facts]) -> None:
        if not self.alerts:
            return
        figures = self._get_figures(communities)
        for alert in self.alerts:
            self.found_ids[alert.pk] += [
                community.pk
                for community in communities
                if alert.concerns(community)
                and applies(alert, facts[community.pk], figures.get((community.pk, alert.part)))
            ]

    def _get_figures(self, communities: Sequence[Community]) -> dict[tuple[int, str], Measurement]:
        """Return the figures of the newest half-year as the office may see them, for alerts about a number."""
        parts = {alert.part for alert in self.alerts if alert.condition == AlertCondition.BELOW}
        rounds = Round.objects.using(self.using).opened().filter(office=self.office)
        newest = rounds.newest_first().first()
        if not parts or newest is None:
            return {}
        ids = [community.pk for community in communities]
        figures = Figure.objects.using(self.using).for_half_year(newest.period).for_communities(ids)
        overrides = get_overrides([newest.period], community_ids=ids, using=self.using)
        thresholds = thresholds_for(self.office.pk, newest.period, using=self.using)
        return {
            (figure.community_id, figure.part): mask_stored_figure(
                figure, overrides, thresholds, Reader.NETWORK
            ).measured
            for figure in figures.without_receipts().filter(part__in=parts)
        }

    def store(self, now: dt.datetime) -> None:
        for alert in self.alerts:
            before = alert.matches
            alert.matches = {str(pk): before.get(str(pk), now.isoformat()) for pk in self.found_ids[alert.pk]}
            if alert.matches == before:
                continue
            # It may have been deleted meanwhile.
            Alert.objects.using(self.using).filter(pk=alert.pk).update(matches=alert.matches)
            if alert.community_id and alert.matches:
                remind_soon(alert.community_id, using=self.using)
