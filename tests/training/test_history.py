import numpy as np

from mlbook.training import History


def history():
    losses, accuracies = np.array([2.3, 0.5]), np.array([0.1, 0.9])
    return History(losses, 1, np.array([0, 2]), accuracies, np.empty(0))


def test_repr_shows_the_first_and_last_values_in_one_line():
    expected = "History(2 updates, loss 2.3000 → 0.5000, training accuracy 0.1000 → 0.9000)"
    assert repr(history()) == expected


def test_histories_are_compared_as_objects_and_not_by_their_numbers():
    assert len({history(), history()}) == 2
