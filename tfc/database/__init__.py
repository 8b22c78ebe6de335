"""Django's connection to PostgreSQL, with two habits of our own (docs/adr/0034-kept-plans.md)."""
