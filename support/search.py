"""Full-text search of services (tfc/search)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from support.models import Service
from tfc.search import Findable, Hit, Seeker

# In the order of the results.
POSITION = 5


def _service(row: Service, seeker: Seeker) -> Hit:
    return Hit(
        title=row.name,
        url=reverse("support:service-detail", args=[seeker.slug, row.pk]),
        meta=row.provider,
        texts=[row.description, row.eligibility, row.intake, row.coverage],
    )


COMMUNITY_KINDS = (
    Findable(
        code="services",
        title=_("Services"),
        icon="help",
        rows=lambda seeker: Service.objects.not_deleted().order_by("name", "pk"),
        # Without the address: members may search, and do not see confidential ones.
        columns=lambda seeker: ["name", "provider", "description", "eligibility", "intake", "coverage"],
        tell=_service,
        page="support:service-detail",
        number="service_id",
    ),
)
