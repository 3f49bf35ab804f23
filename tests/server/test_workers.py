import asyncio
import threading

import pytest

from rekognize.errors import Overloaded
from rekognize.server.workers import Workers


@pytest.fixture
def made():
    """Makes workers that are closed in the end."""
    workers = []

    def make(work, **options):
        workers.append(Workers(work, **({"threads": 1, "queue": 100} | options)))
        return workers[-1]

    yield make
    for each in workers:
        each.close()


def test_every_task_gets_its_own_result(made):
    workers = made(lambda tasks: [task * 2 for task in tasks], threads=3, queue=1000, together=4)

    async def all_of_them():
        return await asyncio.gather(*(workers.run(number) for number in range(500)))

    assert asyncio.run(all_of_them()) == [number * 2 for number in range(500)]


def test_work_is_done_in_another_thread(made):
    workers = made(lambda tasks: [threading.get_ident() for _ in tasks])
    assert asyncio.run(workers.run(0)) != threading.get_ident()


def test_an_exception_reaches_the_task_that_it_is_about(made):
    workers = made(lambda tasks: [task if task % 2 else ValueError(task) for task in tasks])

    async def all_of_them():
        tasks = (workers.run(number) for number in range(10))
        return await asyncio.gather(*tasks, return_exceptions=True)

    results = asyncio.run(all_of_them())
    assert results[1::2] == [1, 3, 5, 7, 9]
    assert [error.args[0] for error in results[::2]] == [0, 2, 4, 6, 8]


def test_work_that_fails_altogether_tells_every_task_and_goes_on(made):
    def work(tasks):
        if None in tasks:
            raise OSError("broken")
        return tasks

    workers = made(work)
    for _ in range(3):
        with pytest.raises(OSError, match="broken"):
            asyncio.run(workers.run(None))
    assert asyncio.run(workers.run(7)) == 7


def test_what_waits_together_is_done_together(made):
    released = threading.Event()
    calls = []

    def work(tasks):
        calls.append(list(tasks))
        assert released.wait(10)
        return tasks

    workers = made(work, together=4)

    async def all_of_them():
        running = [asyncio.ensure_future(workers.run(0))]
        while not calls:
            await asyncio.sleep(0.001)
        running += [asyncio.ensure_future(workers.run(number)) for number in range(1, 7)]
        await asyncio.sleep(0)
        released.set()
        return await asyncio.gather(*running)

    assert asyncio.run(all_of_them()) == list(range(7))
    assert calls == [[0], [1, 2, 3, 4], [5, 6]]


def test_a_full_queue_refuses_and_takes_again(made):
    released = threading.Event()
    started = threading.Event()

    def work(tasks):
        started.set()
        assert released.wait(10)
        return tasks

    workers = made(work, queue=2)

    async def too_many():
        running = [asyncio.ensure_future(workers.run(0))]
        while not started.is_set():
            await asyncio.sleep(0.001)
        running += [asyncio.ensure_future(workers.run(number)) for number in (1, 2)]
        await asyncio.sleep(0)
        assert workers.is_full
        with pytest.raises(Overloaded, match="up to 2 drawings"):
            await workers.run(3)
        released.set()
        assert await asyncio.gather(*running) == [0, 1, 2]
        assert not workers.is_full
        assert await workers.run(4) == 4

    asyncio.run(too_many())


def test_a_task_whose_client_went_away_is_forgotten(made):
    released = threading.Event()

    def work(tasks):
        assert released.wait(10)
        return tasks

    workers = made(work)

    async def leave():
        task = asyncio.ensure_future(workers.run(0))
        await asyncio.sleep(0.01)
        task.cancel()
        released.set()
        assert await workers.run(1) == 1

    asyncio.run(leave())
