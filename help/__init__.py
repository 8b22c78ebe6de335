"""Help inside the application: a guide for each role, the glossary, the tour, and what is new. Words, no records."""
