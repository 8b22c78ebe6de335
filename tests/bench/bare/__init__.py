"""What a page costs that has a login and shows the same rows, and does nothing else: the measure for our own pages."""
