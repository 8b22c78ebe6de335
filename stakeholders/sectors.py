"""Why each of the eight sectors is needed, in a sentence for a new team."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Sector

WHY: dict[str, str | Promise] = {
    Sector.SCHOOLS: _("They see young people every day, and often see the first signs."),
    Sector.LOCAL_BUSINESS: _("They decide whom they hire, what they buy and what happens on their premises."),
    Sector.CONSUMERS: _("What people ask for when they buy changes what is made and how."),
    Sector.MEDIA: _("They reach people whom no meeting reaches, in the languages of the town."),
    Sector.FAITH_NGOS: _("People trust them, and many already give food, shelter and counsel."),
    Sector.FIRST_RESPONDERS: _(
        "Fire, ambulance, emergency medicine and dispatch meet victims before others do."
    ),
    Sector.LAW_ENFORCEMENT: _("Police and prosecutors can end a crime and keep a witness safe."),
    Sector.LOCAL_LEGISLATURES: _("They can change rules and budgets, so that good work lasts."),
}
