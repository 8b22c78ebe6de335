"""`make cluster`: all parts of an installation of several machines on this machine, each with an
address of its own.
"""
