"""A process that records feedback and prints each key once it is acknowledged, until killed."""

import sys
import threading

from rekognize.feedback.take import record
from rekognize.storage import open_database
from tests.feedback.test_take import given


def main(url, name):
    database = open_database(url)
    lock = threading.Lock()

    def write(thread):
        for number in range(10_000):
            key = f"key-{name}-{thread}-{number}"
            record(database, [given(key)])
            with lock:
                print(key, flush=True)

    for thread in range(2):
        threading.Thread(target=write, args=(thread,), daemon=True).start()
    threading.Event().wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
