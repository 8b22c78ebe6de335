"""Import and export in the Human Services Data Specification (HSDS) 3, https://docs.openreferral.org.

entries: one service in our terms · nested: conversion to and from HSDS objects · tables: CSV files with a datapackage
· reading: uploaded files, with limits · comparing: what a file would change in the directory.
"""
