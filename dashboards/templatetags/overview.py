"""Template tags for the pages of figures: URLs of changed views, and signs of ratings."""

from django import template
from django.utils.safestring import SafeString

from charts import signs
from dashboards.forms.figures import OverviewForm

register = template.Library()


@register.simple_tag
def view_query(form: OverviewForm, **changed: str) -> str:
    """Return the query of this view with ``changed`` fields; the template escapes it."""
    return form.query(**changed)


@register.filter
def cell_sign(rating: str) -> SafeString:
    """Return a rating's sign as in a heat map, 16 by 16."""
    return signs.cell_sign(rating)
