"""What a community's public page still lacks before it is published."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Community
from support.models import Need, PublicProfile, Service
from support.needs import get_needs
from support.public_help import NEED_LABELS
from tfc.text.punctuation import listed


class Requirement(NamedTuple):
    """A step of templates/components/step_list.html."""

    title: str
    is_done: bool
    note: str = ""
    url: str = ""

    @property
    def state(self) -> str:
        return "done" if self.is_done else "todo"


def is_page_published() -> bool:
    """One query, in a community's scope."""
    return PublicProfile.objects.filter(is_published=True).exists()


def get_needs_met() -> list[Need]:
    """Return the needs that a service on the public pages meets. One query, in a community's scope."""
    met = {
        need
        for kinds in Service.objects.public().values_list("kinds", flat=True)
        for need in get_needs(kinds)
    }
    return [need for need in NEED_LABELS if need in met]


def get_requirements(community: Community, profile: PublicProfile | None) -> list[Requirement]:
    """Return what a page needs. Only hotline and description are required."""
    met = get_needs_met()
    missing = [str(need.label) for need in NEED_LABELS if need not in met]
    waiting = Service.objects.waiting_for_approval().exists()
    has_hotline = bool(community.office.hotlines)
    has_text = bool(profile and (profile.about_en or profile.about_es or profile.about_zh))
    requirements = [
        Requirement(
            _("Hotline"), has_hotline, "" if has_hotline else _("Required. Your office has to confirm it.")
        ),
        Requirement(
            _("Description"),
            has_text,
            "" if has_text else _("Describe your community in at least one language."),
        ),
        Requirement(
            _("A service for each need"),
            not missing,
            _("Good to have. Missing: %(needs)s") % {"needs": listed(missing)} if missing else "",
            reverse("support:service-list", args=[community.slug]),
        ),
    ]
    # Without any service there is nothing to approve.
    if waiting or met:
        url = reverse("support:approval-list", args=[community.slug])
        requirements.append(Requirement(_("Services approved"), not waiting, url=url))
    return requirements
