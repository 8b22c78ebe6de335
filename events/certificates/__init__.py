"""Certificates of the trainings for leaders: the PDF, and the number by which anyone can check one."""

from events.certificates.codes import build_certificate_code, find_attendance
from events.certificates.pdf import certificate_pdf

__all__ = ["build_certificate_code", "certificate_pdf", "find_attendance"]
