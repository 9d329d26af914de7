"""The transparency report as files that anyone can read: a page, tables, the report itself.

Rules: a file is a function of the report and the help lines, so the same report gives the
same bytes; no script, no style attribute, nothing loaded from elsewhere; whatever a network
wrote is text and never markup, never a formula. Not here: what is counted (``transparency.core``).

    for file in report_files(report):
        write(folder / file.name, file.content)
"""

from beholden.transparency.pages.files import ReportFile, report_files

__all__ = ["ReportFile", "report_files"]
