"""The columns of an output in exported lists."""

from django.utils.translation import gettext_lazy as _

from events.output_units import UNITS_OF_PEOPLE, get_unit_label
from tfc.lists import Field, Kind
from tfc.lists.declared import as_code

OF_OUTPUT = (
    Field("unit", "#output+unit+code", as_code(_("Unit")), Kind.CODE),
    Field("unit_name", "#output+unit+name", _("Unit"), Kind.TEXT, lambda row: get_unit_label(row.unit)),
    Field("quantity", "#output+num", _("How many"), Kind.PEOPLE, meaning=_("In the unit next to it"),
          is_people=lambda row: row.unit in UNITS_OF_PEOPLE),
    Field("at_least", "#output+min", _("At least"), Kind.YES_NO, meaning=_("yes: this many or more")),
    Field("what", "#description+what", _("What"), Kind.TEXT),
)  # fmt: skip
