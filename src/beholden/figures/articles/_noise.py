"""What stands around an article and is none of it: told by how a line begins.

Only lines that are nothing else are noise: a paragraph of an article that happens to
begin with such a word is longer, and stays.
"""

from __future__ import annotations

import re

_MOST_CHARACTERS = 220
_ALONE = re.compile(
    r"(?:advert(?:isement|isment)?|article continues below|sponsored(?: content)?|promoted"
    r"|share(?: this(?: article| story| page)?)?(?: (?:on|via|by) (?:facebook|twitter|x|whatsapp"
    r"|linkedin|e-?mail|pinterest|reddit|messenger).{0,40})?"
    r"|tweet|facebook|twitter|whatsapp|linkedin|email|pinterest|copy link|print(?: this page)?"
    r"|comments?(?: \(?\d{1,5}\)?)?|\d{1,5} comments?|(?:show|view|load|read) (?:all )?comments"
    r"|(?:post|add|leave) a comment|have your say|follow us(?: on .{1,60})?|log ?in|sign in"
    r"|register|subscribe(?: now)?|menu|search|skip to (?:main )?content|back to top"
    r"|more (?:stories|news|from .{1,60}|on this story)|most (?:read|popular)|trending(?: now)?"
    r"|related (?:articles?|stories|topics|content|news|links)|you may also like"
    r"|recommended(?: for you| reading)?|read (?:more|next|also)|see also|loading\.*"
    r"|continue reading|image copyright .{0,60}|getty images?|video unavailable)[.:!]?",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"read (?:more|also|next)\s?[:\u2013\u2014-]|related\s?:|more\s?:|see also\s?:|watch\s?:"
    r"|recommended\s?:|don't miss\s?:|most read\s?:|also read\s?:|in pictures\s?:"
    r"|sign up (?:to|for) (?:our|the|your)\b|subscribe to (?:our|the)\b|get (?:our|the) .{1,60}"
    r"(?:newsletter|straight to your inbox)|(?:this site|we|our (?:site|website)) uses? cookies"
    r"|by continuing to (?:use|browse)|click here to|download our app|keep up to date with"
    r"|follow .{1,60} on (?:facebook|twitter|instagram)|enter your email|invalid email"
    r"|something went wrong|we use your sign-up|(?:\u00a9|copyright \d{4}|all rights reserved)",
    re.IGNORECASE,
)


def is_noise(text: str) -> bool:
    """Whether a block is a button, a pointer to another article or a notice of the site."""
    if len(text) > _MOST_CHARACTERS:
        return False
    words = text.strip().replace("\u2019", "'")
    return bool(_ALONE.fullmatch(words) or _BEGINS.match(words))
