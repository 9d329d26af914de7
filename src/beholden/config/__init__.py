"""The configuration: one frozen typed object, read once at the edge and passed in.

loaded = load_config(Path("/srv/beholden"), os.environ)
loaded.config.server.address.port
loaded.sources["server.listen"]     # "default", "file", "environment", "command line"
"""

from beholden.config._checks import shown_url
from beholden.config._listen import Listen, parse_listen
from beholden.config._settings import Setting, Value, sections, settings
from beholden.config.errors import ConfigError, ConfigProblem
from beholden.config.loading import Loaded, Source, load_config, warnings
from beholden.config.models import (
    Config,
    Decode,
    LedgerSettings,
    ListSettings,
    Log,
    LogLevel,
    Server,
    StoreSettings,
)

__all__ = [
    "Config",
    "ConfigError",
    "ConfigProblem",
    "Decode",
    "LedgerSettings",
    "ListSettings",
    "Listen",
    "Loaded",
    "Log",
    "LogLevel",
    "Server",
    "Setting",
    "Source",
    "StoreSettings",
    "Value",
    "load_config",
    "parse_listen",
    "sections",
    "settings",
    "shown_url",
    "warnings",
]
