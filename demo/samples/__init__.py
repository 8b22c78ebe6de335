"""A sample town: made-up records that one person may look at and try, in an office that is no office.

Its office has no other community and no staff, so that the wall keeps it out of every figure, report and list of the
real ones. See docs/adr/0031-sample-town.md.
"""
