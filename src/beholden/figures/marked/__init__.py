"""A checked article as HTML: the text with every number marked, and what the data say beside it.

    Path("checked.html").write_text(checked_page(checking))  # one file that needs no other
    checked_html(checking)                                   # the same as a part of a page

It needs no script, and asks nothing of any network.
"""

from beholden.figures.marked._page import checked_html, checked_page, checked_style, help_html

__all__ = ["checked_html", "checked_page", "checked_style", "help_html"]
