"""Processes in a ring: started together, ended together, their errors told by number."""

import signal
import time
import traceback
from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from mlbook._checks import as_count
from mlbook.parallel.ring import LostNeighbourError, Ring

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

GRACE = 1.0  # seconds in which workers that have lost a neighbour may end by themselves


def run_workers(work: Callable[..., Any], count: int, *arguments: Any) -> list[Any]:
    """Run ``work(ring, *arguments)`` in `count` processes at once, and return what each returned.

    Each process starts afresh and imports the module of `work`. A script therefore keeps what it
    does itself below ``if __name__ == "__main__":``. A single worker needs no process: it works in
    this one, and its errors are raised as they are.

    Parameters
    ----------
    work : callable
        A function of a module or of the script. Its first argument is its place in the `Ring`.
    count : int
        How many workers.
    *arguments
        The same for all of them; each worker has its own copies.

    Returns
    -------
    list
        The results in the order of the workers.

    Raises
    ------
    TypeError, ValueError
        If `work` cannot be called, or `count` is not a whole number of at least 1.
    RuntimeError
        If one of several workers raises an error or dies. It says which one and why, with the
        worker's traceback as a note. No worker is left running then, nor after Ctrl-C.

    Examples
    --------
    >>> from mlbook.parallel import Ring, run_workers
    >>> print(run_workers(Ring.all_reduce, 1, [1, 2]))
    [array([1., 2.])]
    """
    if not callable(work):
        raise TypeError(f"work must be a function of a ring, but it is {work!r}")
    size = as_count(count, "count")
    if size == 1:
        return [work(Ring(), *deepcopy(arguments))]
    from multiprocessing import get_context  # browsers have no processes

    context = get_context("spawn")  # the one way to start that every system has
    links = [context.Pipe(duplex=False) for _ in range(size)]
    results = [context.Pipe(duplex=False) for _ in range(size)]
    rings = [Ring(rank, size, links[rank][0], links[(rank + 1) % size][1]) for rank in range(size)]
    workers = [
        context.Process(target=_run, args=(work, ring, result, arguments), daemon=True)
        for ring, (_, result) in zip(rings, results, strict=True)
    ]
    try:
        for worker in workers:
            worker.start()
        for end in [end for link in links for end in link] + [result for _, result in results]:
            end.close()  # the workers have theirs: a pipe ends when its worker does
        collected = _collect([reader for reader, _ in results], workers)
    except BaseException:
        _end([worker for worker in workers if worker.pid is not None])
        raise
    finally:
        for reader, _ in results:
            reader.close()
    for worker in workers:
        worker.join()
    return collected


def _end(workers: "list[SpawnProcess]") -> None:
    """End those that do not end by themselves in a moment."""
    deadline = time.monotonic() + GRACE
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
    for worker in workers:
        worker.terminate()
        worker.join()


def _run(
    work: Callable[..., Any], ring: Ring, result: "Connection", arguments: tuple[Any, ...]
) -> None:
    """Do the work of one worker, in its process, and report what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: the first process ends this one
    try:
        result.send((True, work(ring, *arguments)))
    except Exception as error:
        cause = "" if isinstance(error, LostNeighbourError) else f"{type(error).__name__}: {error}"
        result.send((False, (cause, traceback.format_exc())))


def _collect(readers: "list[Connection]", workers: "list[SpawnProcess]") -> list[Any]:
    """Return the results, or raise the error of the worker that failed first."""
    from multiprocessing.connection import wait

    ranks: dict[Any, int] = {reader: rank for rank, reader in enumerate(readers)}
    results, lost = {}, []
    while ranks:
        for reader in wait(list(ranks)):
            rank = ranks.pop(reader)
            is_done, result = _report(reader, rank, workers[rank])
            if is_done:
                results[rank] = result
                continue
            cause, text = result
            if cause:
                raise _failure(f"worker {rank} failed: {cause}", text)
            lost.append((rank, text))  # the neighbour that is to blame will be heard of
    if lost:
        rank, text = lost[0]
        raise _failure(f"worker {rank} waited for a neighbour that had returned", text)
    return [results[rank] for rank in range(len(readers))]


def _report(reader: Any, rank: int, worker: "SpawnProcess") -> Any:
    try:
        return reader.recv()
    except EOFError:
        worker.join()
        status = worker.exitcode
        raise RuntimeError(f"worker {rank} died with exit status {status}") from None


def _failure(message: str, text: str) -> RuntimeError:
    error = RuntimeError(message)
    error.add_note(text)
    return error
