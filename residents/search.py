"""Full-text search of residents' surveys (tfc/search)."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from residents.models import AwarenessWave, Sampling
from tfc.search import Findable, Hit, Seeker, build_label_case
from tfc.text.punctuation import join_title

# In the order of the results.
POSITION = 8


def _wave(row: AwarenessWave, seeker: Seeker) -> Hit:
    how = str(row.get_sampling_display())
    return Hit(
        title=join_title(how, row.place) if row.place else how,
        url=reverse("residents:wave-detail", args=[seeker.slug, row.pk]),
        meta=gettext("%(first)s to %(last)s")
        % {"first": date_format(row.starts_on), "last": date_format(row.ends_on)},
    )


COMMUNITY_KINDS = (
    Findable(
        code="waves",
        title=_("Residents' surveys"),
        icon="survey",
        rows=lambda seeker: AwarenessWave.objects.not_deleted().newest_first(),
        columns=lambda seeker: [build_label_case("sampling", Sampling.choices), "place"],
        tell=_wave,
        page="residents:wave-detail",
        number="wave_id",
    ),
)
