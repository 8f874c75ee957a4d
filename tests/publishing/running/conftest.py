import pytest

from mlbook.publishing.running.runner import Runner


@pytest.fixture(scope="session")
def runner():
    with Runner(timeout=30) as runner:
        yield runner
