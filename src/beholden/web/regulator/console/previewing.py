"""A draft exactly as the public will see it: the whole site, as if it were published now."""

from __future__ import annotations

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from beholden.web.regulator.console.visits import Visit
from beholden.web.regulator.headers import CONSOLE
from beholden.web.regulator.public import made, site_settings


def show(visit: Visit) -> Response:
    """A page of the site in which this draft is published."""
    regulator = visit.regulator
    draft = regulator.publications.one(visit.params["service"], visit.number())
    public = list(regulator.publications.public())
    if draft.state == "draft":
        published = msgspec.structs.replace(
            draft,
            state="published",
            published=regulator.clock(),
            published_by=visit.person.name,
        )
        public.append(published)
        public.sort(key=lambda one: (one.service, one.number))
    kept = made(visit.params["path"], public, site_settings(regulator))
    if kept is None:
        raise HTTPException(404, "There is no such page on the site.")
    return Response(kept.content, headers=dict(CONSOLE), media_type=kept.content_type)
