"""The directory as others read it: the Human Services Data Specification (HSDS) 3, https://docs.openreferral.org.

entries: one service in our words · nested: the same as HSDS's object, both ways · tables: as CSV files with a
datapackage · reading: what somebody uploads, held to limits · comparing: what it would change here.
"""
