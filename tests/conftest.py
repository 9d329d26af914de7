"""Settings of the whole suite."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.support.postgresql", "tests.support.small_disk"]

# Deadlines measure the machine, not the code.
settings.register_profile(
    "beholden", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("beholden")
