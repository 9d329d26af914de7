"""Articles as blocks of text, from a file of any kind that people save them in.

Plain text and web pages are read in this process; Word documents, PDFs and e-mails
in a confined one. Nothing is fetched and nothing in a page is run. Menus, scripts,
share bars, "read more" and comments are left out; the words that remain are as they stand.

    read_article(Path("story.txt")).blocks[0].kind  # "headline"
"""

from __future__ import annotations

from beholden.figures.articles._reading import ARTICLE_LIMITS, read_article

__all__ = ["ARTICLE_LIMITS", "read_article"]
