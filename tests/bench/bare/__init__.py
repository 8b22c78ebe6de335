"""The same pages in plain Django: a login and the rows, nothing else. Our own pages are compared with them."""
