"""`make drill`: break what can break under load, and compare what people were told with what is stored.

See docs/drills.md.
"""
