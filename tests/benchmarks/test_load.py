"""The measuring tool itself: it must notice a wrong answer, or "0 wrong" would say nothing."""

import asyncio
import queue
import threading
from contextlib import contextmanager

import pytest
from benchmarks.load import get, post, run_load


@contextmanager
def answering(answer):
    """A server that answers request number n with ``answer(n, body)``; gives its port.

    It hangs up where the answer is None.
    """
    started: queue.Queue = queue.Queue()
    count = 0

    async def serve(reader, writer):
        nonlocal count
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (int(x[15:]) for x in head.split(b"\r\n") if x.startswith(b"Content-Length:")),
                    0,
                )
                body = await reader.readexactly(length)
                count += 1
                response = answer(count, body)
                if response is None:
                    break
                # In two pieces, as a network may deliver it.
                writer.write(response[:20])
                await writer.drain()
                await asyncio.sleep(0)
                writer.write(response[20:])
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def run():
        stop = asyncio.Event()
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        started.put((port, asyncio.get_running_loop(), stop))
        await stop.wait()
        server.close()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    port, loop, stop = started.get(timeout=10)
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


def response(body, status=b"200 OK"):
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)


def echo(text):
    return post("/", text, "text/plain", lambda body: body == text)


def test_every_answer_is_counted_and_timed():
    clients = [[echo(b"a" * n), echo(b"b" * n)] for n in (1, 50, 20_000)]
    with answering(lambda _, body: response(body)) as port:
        load = run_load("127.0.0.1", port, clients, 50)
    assert (load.clients, len(load.latencies), load.wrong) == (3, 50, 0)
    assert 0 < load.latencies[0] <= load.percentile(0.5) <= load.percentile(0.99)
    assert load.percentile(0.99) <= load.latencies[-1] <= load.seconds
    assert load.rate == pytest.approx(50 / load.seconds)


def test_wrong_bodies_and_wrong_statuses_are_noticed():
    def answer(number, body):
        if number == 3:
            return response(b"something else")
        if number == 5:
            return response(body, b"503 Service Unavailable")
        return response(body)

    with answering(answer) as port:
        load = run_load("127.0.0.1", port, [[echo(b"x"), echo(b"y")]], 10)
    assert (len(load.latencies), load.wrong) == (10, 2)


def test_answers_that_go_to_another_client_are_noticed():
    previous = [b"?"]

    def mixed(_, body):
        previous.append(body)
        return response(previous[-2])

    with answering(mixed) as port:
        load = run_load("127.0.0.1", port, [[echo(b"a")], [echo(b"b")]], 20)
    assert load.wrong > 1


def test_a_server_that_hangs_up_is_an_error():
    with (
        answering(lambda number, body: response(body) if number < 3 else None) as port,
        pytest.raises(ConnectionError, match="hung up"),
    ):
        run_load("127.0.0.1", port, [[get("/")]], 10)


def test_nobody_there_is_an_error():
    with answering(lambda _, body: response(body)) as port:
        pass
    with pytest.raises(ConnectionError):
        run_load("127.0.0.1", port, [[get("/")]], 1)
