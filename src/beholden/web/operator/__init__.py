"""The operator's page: how the gate stands, at a glance, for whoever is called at night.

Rules: rendering is a pure function of the state; the page needs no JavaScript
and loads nothing from anywhere but ``ASSETS``; whatever came from a file of
somebody else is escaped. Not here: gathering the state, routes, headers.

    html = render(state, nonce)
    asset = ASSETS["/static/operator-0123456789ab.css"]
"""

from beholden._design import Asset
from beholden.web.operator.assets import ASSETS
from beholden.web.operator.models import (
    Fault,
    HourCount,
    LatencyRow,
    ListMatches,
    ListRow,
    LoweredRow,
    OperatorState,
    Problem,
    WorkerRow,
)
from beholden.web.operator.page import render

__all__ = [
    "ASSETS",
    "Asset",
    "Fault",
    "HourCount",
    "LatencyRow",
    "ListMatches",
    "ListRow",
    "LoweredRow",
    "OperatorState",
    "Problem",
    "WorkerRow",
    "render",
]
