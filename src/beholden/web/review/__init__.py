"""The page on which a person settles uncertain readings, for one folder, on this machine only.

    serve_review(figures, by="A. Reader", port=8788, ready=print)

Whoever holds the address may settle: it carries a key that is new at each start.
"""

from beholden.web.review.application import review_application
from beholden.web.review.serving import serve_review

__all__ = ["review_application", "serve_review"]
