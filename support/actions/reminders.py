"""A reminder thirty days before a confirmation lapses: once for each day of confirmation."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from communities.models import Community
from support.actions.confirming import write_to_leaders
from support.confirming import newest_lapsing
from support.models import Service, ServiceReminder


@transaction.atomic
def remind_team(*, community: Community, day: dt.date) -> int:
    """In the community's scope: note which services are due, and write to its leaders once for all that are new.

    Returns how many were new. Of two that run at once, the second waits for the first one's rows and finds them.
    """
    noted = ServiceReminder.objects.filter(service=OuterRef("pk"), confirmed_on=OuterRef("confirmed_on"))
    due = Service.objects.kept().filter(confirmed_on__lte=newest_lapsing(day)).exclude(Exists(noted))
    new = 0
    for service, confirmed_on in due.order_by("id").values_list("id", "confirmed_on"):
        _row, made = ServiceReminder.objects.get_or_create(  # type: ignore[misc]
            service_id=service,
            confirmed_on=confirmed_on,  # the filter leaves out those that never were
        )
        new += made
    if new:
        names = {"community": community.name}
        write_to_leaders(
            community,
            lambda: (
                _("Is it still right? Services in %(community)s need confirming") % names,
                _(
                    "What providers confirmed about one or more services in %(community)s counts for a month more at "
                    "most. Please ask them again:"
                )
                % names,
            ),
        )
    return new
