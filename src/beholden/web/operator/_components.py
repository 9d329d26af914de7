"""The design system's components as functions, from the macros of govuk-frontend-jinja.

Those macros rely on missing values being quietly empty; the page's own templates
must not. So each has its environment, and both escape.

    table({"caption": "Lists", "head": [...], "rows": [...]})
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

Component = Callable[[Mapping[str, Any]], Markup]
_MACROS = {
    "banner": ("notification-banner", "govukNotificationBanner"),
    "details": ("details", "govukDetails"),
    "skip_link": ("skip-link", "govukSkipLink"),
    "summary_list": ("summary-list", "govukSummaryList"),
    "table": ("table", "govukTable"),
    "tag": ("tag", "govukTag"),
    "warning": ("warning-text", "govukWarningText"),
}


@cache
def components() -> Mapping[str, Component]:
    """Every component that the page uses, by the name its templates call it."""
    package = "govuk_frontend_jinja"
    environment = Environment(
        loader=PrefixLoader({package: PackageLoader(package)}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found: dict[str, Component] = {}
    for name, (folder, macro) in _MACROS.items():
        template = environment.get_template(f"{package}/components/{folder}/macro.html")
        found[name] = getattr(template.module, macro)
    return found
