"""A report: one snapshot of the figures, and the page, PDF and spreadsheet that are drawn from it alone."""
