import re
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.layout_engine import ConstrainedLayoutEngine

import mlbook
from mlbook.plotting import accuracy_curve, loss_curve, svg_of
from mlbook.training.loop import History


def history(updates=6, test=True):
    evaluated = np.array([0, 3, 6])
    accuracies = np.array([0.1, 0.5, 0.9])
    return History(np.arange(updates) * 1.0, 3, evaluated, accuracies, accuracies[: 3 * test])


def curves(figure):
    return {line.get_label(): line.get_xydata().tolist() for line in figure.axes[0].lines}


def test_the_loss_curve_has_each_update_and_the_mean_of_an_epoch():
    drawn = curves(loss_curve(history(4)))
    assert drawn["one update"] == [[1, 0], [2, 1], [3, 2], [4, 3]]
    assert np.allclose(drawn["mean of an epoch"], [[2, 1], [3, 2]])


def test_one_epoch_has_one_mean():
    assert curves(loss_curve(history(3)))["mean of an epoch"] == [[2, pytest.approx(1)]]


def test_the_means_of_losses_on_a_line_lie_on_that_line():
    falling = History(10 - np.arange(20) / 2, 4, *np.zeros((3, 1)))
    drawn = curves(loss_curve(falling))["mean of an epoch"]
    assert np.allclose([10 - (update - 1) / 2 for update, _ in drawn], [mean for _, mean in drawn])


@pytest.mark.parametrize("draw", [loss_curve, accuracy_curve])
def test_a_notebook_shows_a_curve_by_itself(draw):
    figure = draw(history())
    assert figure._repr_svg_() == svg_of(figure)


def test_less_than_an_epoch_has_no_mean():
    assert list(curves(loss_curve(history(2)))) == ["one update"]


def test_the_accuracies_are_drawn_by_epoch():
    points = [[0, 0.1], [1, 0.5], [2, 0.9]]
    assert curves(accuracy_curve(history())) == {"training": points, "test": points}


def test_without_test_data_there_is_one_curve():
    assert list(curves(accuracy_curve(history(test=False)))) == ["training"]


def looks(axes):
    return [(line.get_color(), line.get_linewidth(), line.get_linestyle()) for line in axes.lines]


def test_single_losses_are_thin_and_grey():
    (axes,) = loss_curve(history()).axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("update", "loss")
    assert looks(axes)[0] == ("0.7", 0.6, "-")
    assert [text.get_text() for text in axes.get_legend().texts] == list(curves(axes.figure))


def test_accuracies_reach_up_to_1_and_the_test_curve_is_dashed():
    (axes,) = accuracy_curve(history()).axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("epoch", "accuracy")
    assert axes.get_ylim() == (0, 1.02)
    assert [style for _, _, style in looks(axes)] == ["-", "--"]


def test_the_legend_of_accuracies_is_at_the_lower_right():
    (axes,) = accuracy_curve(history()).axes
    axes.figure.draw_without_rendering()
    legend, around = (each.get_window_extent() for each in (axes.get_legend(), axes))
    assert legend.x0 > (around.x0 + around.x1) / 2
    assert legend.y1 < (around.y0 + around.y1) / 2


@pytest.mark.parametrize("draw", [loss_curve, accuracy_curve])
def test_a_curve_has_the_size_of_the_books_figures(draw):
    figure = draw(history())
    assert figure.get_size_inches().tolist() == [6.4, 4.0]
    assert isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine)


@pytest.mark.parametrize("draw", [loss_curve, accuracy_curve])
def test_one_history_gives_one_svg_and_changes_no_setting(draw):
    before = dict(mpl.rcParams)
    assert svg_of(draw(history())) == svg_of(draw(history()))
    assert "dc:date" not in svg_of(draw(history()))
    assert dict(mpl.rcParams) == before


def test_an_empty_history_can_be_drawn():
    assert "</svg>" in svg_of(loss_curve(history(0)))


def test_only_plotting_imports_matplotlib():
    package = Path(mlbook.__file__).parent
    science = [path for path in package.rglob("*.py") if "publishing" not in path.parts]
    importers = [
        path.name
        for path in science
        if re.search(
            r"import matplotlib|from matplotlib",
            re.sub(r">>> .*", "", path.read_text(encoding="utf-8")),
        )
    ]
    assert importers == ["plotting.py"]
