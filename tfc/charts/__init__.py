"""One way for every chart: drawn once as SVG with classes, then shown on a page, printed, set in a PDF or taken away.

What a chart is stands in `chart`, its colours in static/css/charts.css alone; `inks` turns them into attributes for
files, `files` makes the picture and the data that a reader takes with him. The forms are drawn by the apps
(docs/adr/0005-charts.md).
"""

from tfc.charts.chart import Chart, Datum, Key, LinkedText

__all__ = ["Chart", "Datum", "Key", "LinkedText"]
