"""What the pages of figures need: an address of the same view with something changed, and signs of ratings."""

from django import template
from django.utils.safestring import SafeString

from charts import signs
from dashboards.forms.overviews import OverviewForm

register = template.Library()


@register.simple_tag
def view_query(form: OverviewForm, **changed: str) -> str:
    """The query of this view with ``changed`` fields; escaped where it is put."""
    return form.query(**changed)


@register.filter
def cell_sign(rating: str) -> SafeString:
    """A rating as it looks in a heat map, in a square of 16."""
    return signs.cell_sign(rating)
