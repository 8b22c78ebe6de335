"""The panels that dashboards add to pages of apps before it in OWN_APPS (tfc/app_modules.py)."""

from dashboards.town_charts import residents_charts

# On the list of residents' surveys: their results over the half-years.
RESIDENTS_SURVEYS = [residents_charts]
