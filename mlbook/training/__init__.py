"""Training: the loop, its batches, the recipe of a training and the record of one that was run."""

from mlbook.training.batches import mini_batches
from mlbook.training.distributions import log_uniform, uniform
from mlbook.training.history import History
from mlbook.training.loop import train
from mlbook.training.recipe import Recipe, checksum
from mlbook.training.record import Record, as_json, read_record, replay
from mlbook.training.records import kept_record, recorded
from mlbook.training.search import Trial, random_search
from mlbook.training.state import restore, state_of
from mlbook.training.training import Training

__all__ = [
    "History",
    "Recipe",
    "Record",
    "Training",
    "Trial",
    "as_json",
    "checksum",
    "kept_record",
    "log_uniform",
    "mini_batches",
    "random_search",
    "read_record",
    "recorded",
    "replay",
    "restore",
    "state_of",
    "train",
    "uniform",
]
