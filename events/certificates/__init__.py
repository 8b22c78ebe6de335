"""Certificates of the trainings for leaders: the PDF, and the number by which anybody can check one."""

from events.certificates.codes import attendance_of, code_of
from events.certificates.pdf import certificate_pdf

__all__ = ["attendance_of", "certificate_pdf", "code_of"]
