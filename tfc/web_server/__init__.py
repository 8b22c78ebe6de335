"""The web server: gunicorn's processes, each of which reads its requests with waitress (docs/adr/0036)."""
