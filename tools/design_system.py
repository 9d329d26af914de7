"""Makes the govuk-frontend.css of all pages from the npm package of that name.

    npm pack govuk-frontend@6.3.0 && tar xzf govuk-frontend-6.3.0.tgz
    python tools/design_system.py package

Outside gov.uk its font and its crest may not be used: the font's faces are
removed, its name gives way to the reader's own fonts, and a style that still
loads anything stops the tool. Only rules of components that pages use are kept.
The same package gives the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

VERSION = "6.3.0"
TARGET = Path(__file__).parents[1] / "src/beholden/_design/static/govuk-frontend.css"
FONTS = 'system-ui,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif'
KEPT = (
    "template",
    "skip-link",
    "width-container",
    "main-wrapper",
    "link",
    "list",
    "body",
    "breadcrumbs",
    "caption",
    "heading",
    "details",
    "inset-text",
    "notification-banner",
    "summary-list",
    "table",
    "tag",
    "visually-hidden",
    "warning-text",
)
NOTICE = f"""\
/*!
 * Parts of govuk-frontend {VERSION}, changed: the reader's own fonts, no unused rules.
 * Made by tools/design_system.py; do not edit by hand.
 *
 * The MIT License (MIT)
 *
 * Copyright (C) 2017 Crown Copyright (Government Digital Service)
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of
 * this software and associated documentation files (the "Software"), to deal in
 * the Software without restriction, including without limitation the rights to
 * use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
 * of the Software, and to permit persons to whom the Software is furnished to do
 * so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all
 * copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 * SOFTWARE.
 */
"""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COMPONENT = re.compile(r"\.govuk-([a-z-]+?)(?:--|__|(?=[^a-z-]|$))")
_SIZED = re.compile(r"^(body|heading|caption)-(xl|l|m|s|xs)$")
_DROPPED = ("@font-face", "@-moz-document")
# The design system's own documentation forces states by class; a page never does.
_NOT_FORCED = re.compile(r":not\(\.\\:[a-z-]+\)")
_FONT = re.compile(r"font-family:GDS Transport,arial,sans-serif")


class Rule(msgspec.Struct, frozen=True):
    """What stands before a brace, and what stands in it; no body for ``@charset`` and its like."""

    head: str
    body: str | None


def rules(css: str) -> Iterator[Rule]:
    """The rules of a style, outermost first; strings may hold braces."""
    start, depth, opened, quote = 0, 0, 0, ""
    for at, char in enumerate(css):
        if quote:
            quote = "" if char == quote and css[at - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                yield Rule(css[start:opened].strip(), css[opened + 1 : at])
                start = at + 1
        elif char == ";" and depth == 0:
            yield Rule(css[start:at].strip(), None)
            start = at + 1


def is_kept(selector: str) -> bool:
    """Whether a selector styles only what pages use."""
    named = [_SIZED.sub(r"\1", name) for name in _COMPONENT.findall(selector)]
    return all(name in KEPT for name in named)


def trimmed(css: str) -> str:
    """The same style without the rules of other components, of fonts and of overrides."""
    kept = []
    for rule in rules(css):
        if rule.body is None or rule.head.startswith(_DROPPED):
            continue
        if rule.head.startswith(("@media", "@supports")):
            if inside := trimmed(rule.body):
                kept.append(f"{rule.head}{{{inside}}}\n")
        elif rule.head.startswith("@"):
            sys.exit(f"A rule of a kind that this tool does not know: {rule.head}")
        elif selectors := [s for s in rule.head.split(",") if is_kept(s) and "\\" not in s]:
            kept.append(f"{','.join(selectors)}{{{rule.body}}}\n")
    return "".join(kept)


def vendored(package: Path) -> str:
    """The style that ships, from the unpacked npm package."""
    version = msgspec.json.decode((package / "package.json").read_bytes())["version"]
    if version != VERSION:
        sys.exit(f"The package is version {version}; this tool knows {VERSION}.")
    css = (package / "dist/govuk/govuk-frontend.min.css").read_text()
    style = trimmed(_FONT.sub(f"font-family:{FONTS}", _NOT_FORCED.sub("", _COMMENT.sub("", css))))
    for forbidden in ("url(", "@import", "GDS Transport", "crest", "crown"):
        if forbidden in style:
            sys.exit(f"The style still holds {forbidden}, which must not ship.")
    return f'@charset "UTF-8";\n{NOTICE}{style}'


def main() -> None:
    """Writes the style; the one argument is the package's folder."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the command and its argument
        sys.exit(__doc__)
    TARGET.write_text(vendored(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
