"""A sink that is an address: each feedback is POSTed to it, signed."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Sequence
from http.client import HTTPException
from typing import IO, Final
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson

from rekognize.errors import SinkUnavailable
from rekognize.feedback.outbox import Handed

SIGNATURE: Final = "X-Rekognize-Signature"
_PATIENCE: Final = 10.0


class _Unmoved(HTTPRedirectHandler):
    """Whoever moved is to be asked for by the new address in the settings."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> None:
        del req, fp, code, msg, headers, newurl


class Webhook:
    """Sends JSON with the id as ``Idempotency-Key``; any status from 200 to 299 has taken it.

    With a secret, ``X-Rekognize-Signature: t=SECONDS,v1=HEX`` is the HMAC-SHA256 of
    ``SECONDS.BODY``: who checks it and the time knows who sent it, and that it is no old one.
    """

    name = "webhook"
    most = 1

    def __init__(self, url: str, secret: str | None, link: str) -> None:
        self._url = url
        self._secret = secret
        self._link = link
        self._opener = build_opener(_Unmoved)

    def deliver(self, handed: Sequence[Handed]) -> None:
        """Send them, one after the other."""
        for each in handed:
            self._send(each)

    def _send(self, handed: Handed) -> None:
        body = orjson.dumps(
            {
                "id": handed.id,
                "created": handed.created,
                "alphabet": handed.alphabet,
                "answer": handed.answer,
                "confidence": handed.confidence,
                "label": handed.label,
                "model": handed.model,
                "drawing": self._link + handed.id,
            }
        )
        headers = {"Content-Type": "application/json", "Idempotency-Key": handed.id}
        if self._secret is not None:
            headers[SIGNATURE] = signature(self._secret, int(time.time()), body)
        try:
            request = Request(self._url, body, headers, method="POST")  # noqa: S310 - http(s) alone
            with self._opener.open(request, timeout=_PATIENCE) as answer:
                answer.read(1)
        except HTTPError as error:
            error.close()
            raise SinkUnavailable(f"a webhook answers 200 to 299, received {error.code}") from None
        except (OSError, HTTPException, ValueError) as error:  # ValueError: the address is none
            raise SinkUnavailable(f"the webhook cannot be reached: {error}") from None


def signature(secret: str, seconds: int, body: bytes) -> str:
    """What the header holds for a body that is sent at that time, in seconds since 1970."""
    signed = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={signed.hexdigest()}"
