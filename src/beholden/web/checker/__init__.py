"""The page that checks an article which somebody pastes, on this machine only.

    serve_checker(shipped_data(), port=8789, ready=print)

What is pasted is answered and forgotten: nothing is written and nothing is logged.
Whoever holds the address may ask: it carries a key that is new at each start.
"""

from beholden.web.checker.application import checker_application
from beholden.web.checker.serving import serve_checker

__all__ = ["checker_application", "serve_checker"]
