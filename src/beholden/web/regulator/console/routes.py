"""The one table of the console's pages: method, path, the role that it needs, who answers."""

from __future__ import annotations

from typing import Final

from beholden.web.regulator.console import (
    adding,
    drills,
    editing,
    history,
    previewing,
    providers,
    receiving,
    reconciling,
    scorecards,
    service,
    services,
)
from beholden.web.regulator.console.doors import Page

_SERVICE: Final = "/console/services/{service}"

PAGES: Final = (
    Page("GET", "/console/", "reader", services.show_services),
    Page("GET", "/console/add/service", "officer", adding.show_new),
    Page("POST", "/console/add/service", "officer", adding.add),
    Page("GET", _SERVICE, "reader", service.show_service),
    Page("GET", f"{_SERVICE}/edit", "officer", editing.show_form),
    Page("POST", f"{_SERVICE}/edit", "officer", editing.save),
    Page("GET", f"{_SERVICE}/remove", "officer", adding.show_remove),
    Page("POST", f"{_SERVICE}/remove", "officer", adding.remove),
    Page("GET", f"{_SERVICE}/received", "reader", receiving.show_list),
    Page("POST", f"{_SERVICE}/received", "officer", receiving.take, receiving.UPLOAD_BYTES_AT_MOST),
    Page("GET", f"{_SERVICE}/received/{{number}}", "reader", receiving.hand_back),
    Page("GET", f"{_SERVICE}/reconcile", "officer", reconciling.show_form),
    Page("POST", f"{_SERVICE}/reconcile", "officer", reconciling.start),
    Page("GET", f"{_SERVICE}/reconcile/running", "reader", reconciling.show_running),
    Page("GET", f"{_SERVICE}/reconciliations", "reader", reconciling.show_list),
    Page("GET", f"{_SERVICE}/reconciliations/{{number}}", "reader", reconciling.show_one),
    Page("GET", f"{_SERVICE}/drills", "reader", drills.show_list),
    Page("GET", f"{_SERVICE}/drills/{{plan}}", "reader", drills.show_plan),
    Page("GET", f"{_SERVICE}/draft", "officer", scorecards.show_draft_form),
    Page("POST", f"{_SERVICE}/draft", "officer", scorecards.draft),
    Page("GET", f"{_SERVICE}/scorecards", "reader", scorecards.show_list),
    Page("GET", f"{_SERVICE}/scorecards/{{number}}", "reader", scorecards.show_scorecard),
    Page("POST", f"{_SERVICE}/scorecards/{{number}}/publish", "publisher", scorecards.publish),
    Page("POST", f"{_SERVICE}/scorecards/{{number}}/withdraw", "publisher", scorecards.withdraw),
    Page("GET", "/console/preview/{service}/{number}/{path:path}", "reader", previewing.show),
    Page("GET", "/console/providers", "reader", providers.show_list),
    Page("GET", "/console/add/provider", "officer", providers.show_new),
    Page("POST", "/console/add/provider", "officer", providers.add),
    Page("GET", "/console/providers/{provider}/edit", "officer", providers.show_form),
    Page("POST", "/console/providers/{provider}/edit", "officer", providers.save),
    Page("GET", "/console/regimes", "reader", history.show_regimes),
    Page("GET", "/console/regimes/{regime}", "reader", history.show_regime),
    Page("GET", "/console/history", "reader", history.show_history),
)
