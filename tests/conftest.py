"""The same examples in every run; `--hypothesis-profile=long` looks for new ones, and for long."""

from hypothesis import HealthCheck, settings

common = {"deadline": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("deterministic", derandomize=True, **common)
settings.register_profile("long", max_examples=5000, **common)
settings.load_profile("deterministic")
