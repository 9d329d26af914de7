"""What elements of a page say they are: hidden, or something that stands around an article.

An element only tells by its tag, its role, and the words of its class and id.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

NEVER_SHOWN = frozenset(
    {"script", "style", "template", "head", "noscript", "object", "iframe", "svg", "datalist"}
    | {"canvas", "audio", "video", "embed", "map", "math"}
)
"""Elements whose text is no text of the page."""

_AROUND = frozenset(
    {"nav", "aside", "footer", "form", "button", "select", "textarea", "dialog", "menu"}
)
_ROLES = frozenset(
    {"navigation", "complementary", "contentinfo", "search", "dialog", "alert", "alertdialog"}
    | {"banner", "menu", "menubar", "toolbar", "tablist", "button"}
)
# Words of a class or id; each name is parted at its hyphens and capitals first.
_AROUND_WORDS = frozenset(
    {"advert", "adverts", "advertisement", "advertising", "ad", "ads", "adslot", "adunit", "dfp"}
    | {"breadcrumb", "breadcrumbs", "cookie", "cookies", "consent", "gdpr", "onetrust", "cmp"}
    | {"menu", "navbar", "navigation", "nav", "newsletter", "newsletters", "signup", "subscribe"}
    | {"subscription", "paywall", "promo", "promos", "promoted", "promotion", "sponsored"}
    | {"taboola", "outbrain", "related", "recirculation", "recommended", "recommendation"}
    | {"recommendations", "share", "sharing", "sharebar", "social", "sidebar", "popular"}
    | {"trending", "masthead", "toolbar", "popup", "modal", "overlay", "skip", "tags", "taglist"}
    | {"byline", "pagination", "teaser", "teasers", "readmore", "morefrom", "mostread", "footer"}
    | {"copyright", "login", "syndication", "toast", "mpu", "leaderboard"}
)
_AROUND_PAIRS = frozenset(
    {"most read", "most popular", "most viewed", "read more", "read next", "see also", "more from"}
    | {"more on", "more stories", "more news", "also like", "sign up", "log in", "author bio"}
    | {"about author", "story promo", "follow us", "email capture", "top stories", "up next"}
    | {"latest news", "in pictures", "entry meta", "post meta", "article meta"}
)
_COMMENT_WORDS = frozenset({"comments", "comment", "disqus", "livefyre"})
_STANDFIRST_WORDS = frozenset(
    {"standfirst", "strapline", "subheadline", "subtitle", "deck", "dek", "summary"}
)
_CAPTION_WORDS = frozenset({"caption", "figcaption"})
_UNSEEN_CLASSES = frozenset(
    {"visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "hide", "hidden"}
)
_WHOLE = frozenset({"html", "body", "main", "article"})
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN_STYLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE
)
_MOST_NAMES = 500


def is_never_shown(element: Any) -> bool:
    """Whether the element holds no text of the page at all."""
    return not isinstance(element.tag, str) or element.tag in NEVER_SHOWN


def is_comments(element: Any) -> bool:
    """Whether readers write there."""
    return element.tag not in _WHOLE and not _COMMENT_WORDS.isdisjoint(_words(element))


def is_around(element: Any) -> bool:
    """Whether an element is hidden, or says that it is no part of an article."""
    if element.tag in _AROUND or (element.get("role") or "").casefold() in _ROLES:
        return True
    if _is_hidden(element):
        return True
    if element.tag in _WHOLE:
        return False
    words = _words(element)
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return not (_AROUND_WORDS.isdisjoint(words) and _AROUND_PAIRS.isdisjoint(pairs))


def is_caption(element: Any) -> bool:
    """Whether an element stands under a picture."""
    return element.tag in {"figcaption", "caption"} or not _CAPTION_WORDS.isdisjoint(
        _words(element)
    )


def is_standfirst(element: Any) -> bool:
    """Whether an element sums the article up under its headline."""
    return not _STANDFIRST_WORDS.isdisjoint(_words(element))


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    if style and _HIDDEN_STYLE.search(style[:_MOST_NAMES]):
        return True
    classes = (element.get("class") or "")[:_MOST_NAMES].casefold().split()
    return not _UNSEEN_CLASSES.isdisjoint(classes)


def _words(element: Any) -> list[str]:
    named, own = element.get("class"), element.get("id")
    if not named and not own:
        return []
    names = f"{named or ''} {own or ''}"
    return [part.lower() for part in _PARTS.findall(names[:_MOST_NAMES])]
