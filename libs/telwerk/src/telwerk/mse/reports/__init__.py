# SPDX-License-Identifier: MIT
"""A report of one estimate with its diagnostics, as a web page or a PDF."""

from telwerk.mse.reports.content import Content, Section, content
from telwerk.mse.reports.html import to_html
from telwerk.mse.reports.pdf import to_pdf

__all__ = ["Content", "Section", "content", "to_html", "to_pdf"]
