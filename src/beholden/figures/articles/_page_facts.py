"""What a page says of itself: its headline and the day it was published.

A headline is taken from what the page tells machines (JSON-LD, Open Graph), from its first
``h1``, or from the title without the name of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from beholden.figures.articles._days import day_of_line, iso_day
from beholden.figures.articles._made import one_line
from beholden.figures.core.models import Day

_MOST_JSON = 200_000
_MOST_NODES = 2_000
_LONGEST_HEADLINE = 300
_PUBLISHED_NAMES = frozenset(
    {"article:published_time", "og:article:published_time", "datepublished", "pubdate", "date"}
    | {"publishdate", "publish_date", "publish-date", "dc.date", "dc.date.issued", "dcterms.date"}
    | {
        "dcterms.created",
        "sailthru.date",
        "parsely-pub-date",
        "article.published",
        "cxenseparse:recs:publishtime",
    }
)
_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "parsely-title")
_PARTED = re.compile(r"\s+[|\u2013\u2014\u00bb\u00b7-]\s+")
_LEAST_WORDS = 3
_json = msgspec.json.Decoder()


class PageFacts(NamedTuple):
    """The headline, empty where the page has none, its element, and the day of publication."""

    headline: str
    head: Any
    published: Day | None


def facts_of(root: Any) -> PageFacts:
    """What a page says of itself. Nothing is taken out of it."""
    named = _named(root)
    stories = list(_stories(root))
    headline, head = _headline(root, named, stories)
    return PageFacts(headline, head, _published(root, named, stories))


def _named(root: Any) -> dict[str, str]:
    """The meta elements by name, property or item; the first of each."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content") or ""
        if name and content:
            found.setdefault(name.strip().casefold(), content)
    return found


def _stories(root: Any) -> Iterator[dict[str, Any]]:
    """Everything with a headline or a day in the page's JSON-LD."""
    for element in root.iter("script"):
        if "ld+json" not in (element.get("type") or "").casefold():
            continue
        text = (element.text or "").strip()
        if not text or len(text) > _MOST_JSON:
            continue
        try:
            yield from _nodes(_json.decode(text))
        except (msgspec.DecodeError, RecursionError):
            continue


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting += one[:_MOST_NODES]
        elif isinstance(one, dict):
            kinds = one.get("@type")
            said = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
            if said.endswith(("Article", "Report", "Posting", "Page")):
                yield one
            waiting += [each for each in one.values() if isinstance(each, dict | list)]


def _headline(root: Any, named: dict[str, str], stories: list[dict[str, Any]]) -> tuple[str, Any]:
    """The headline and the element that shows it, which may be none."""
    shown = [(one_line("".join(each.itertext())), each) for each in root.iter("h1")]
    heads = [(text, each) for text, each in shown if 0 < len(text) <= _LONGEST_HEADLINE]
    told = [one["headline"] for one in stories if isinstance(one.get("headline"), str)]
    told += [named[each] for each in _TITLE_NAMES if each in named]
    told = [words for each in told if (words := one_line(each[: 2 * _LONGEST_HEADLINE]))]
    title = one_line((root.findtext(".//title") or "")[: 4 * _LONGEST_HEADLINE])
    # What stands on the page is what its readers saw: the others only choose among the h1.
    for each in (*told, title):
        for text, head in heads:
            if text.casefold() in each.casefold() or each.casefold() in text.casefold():
                return text, head
    if len(heads) == 1 and len(heads[0][0].split()) >= _LEAST_WORDS:
        return heads[0]
    return without_site((*told, title)[0]), None


def without_site(title: str) -> str:
    """A title without the name of the site at its end or its beginning."""
    parts = _PARTED.split(title[: 2 * _LONGEST_HEADLINE])
    if len(parts) == 1:
        return title[:_LONGEST_HEADLINE]
    longest = max(parts, key=lambda part: len(part.split()))
    if len(longest.split()) < _LEAST_WORDS:
        return title[:_LONGEST_HEADLINE]
    # A headline may hold a dash of its own: only short ends are names of sites.
    while len(parts) > 1 and len(parts[-1].split()) <= _LEAST_WORDS + 1 and parts[-1] != longest:
        title = title[: title.rindex(parts.pop())]
        title = title.rstrip(" |\u2013\u2014\u00bb\u00b7-")
    return title[:_LONGEST_HEADLINE]


def _published(root: Any, named: dict[str, str], stories: list[dict[str, Any]]) -> Day | None:
    said = [str(one["datePublished"]) for one in stories if one.get("datePublished")]
    said += [content for name, content in named.items() if name in _PUBLISHED_NAMES]
    for element in root.iter("time"):
        said += [element.get("datetime") or "", one_line("".join(element.itertext()))]
    for each in said:
        day = iso_day(each) or day_of_line(each)
        if day is not None:
            return day
    return None
