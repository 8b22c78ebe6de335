"""Reports: a snapshot of the figures, and the page, PDF and spreadsheet that are drawn from the snapshot alone."""
