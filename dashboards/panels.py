"""What the dashboards add to pages of apps to the left (tfc/app_modules.py)."""

from dashboards.town_charts import residents_charts

# On the list of a community's residents' surveys: what residents knew over the half-years.
RESIDENTS_SURVEYS = [residents_charts]
