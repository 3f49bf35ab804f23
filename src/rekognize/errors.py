"""The errors of the whole product: each knows its code, its HTTP status and its exit code.

A message says what was wrong and ends in what was received, so that the reader of a log, of an
HTTP answer or of one line on stderr can mend the input without opening the source.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """Exit status of every command."""

    OK = 0
    FAILURE = 1
    """Something failed that no other code names."""
    USAGE = 2
    """The command line is wrong: an unknown option, alphabet or value."""
    BAD_INPUT = 3
    """An input could not be read: not an image, damaged, too large, not strokes."""
    MISSING = 4
    """A file, a data set, a bundle or an optional part of the installation is missing."""
    BAD_MODEL = 5
    """A bundle is damaged, tampered with or not one of ours."""
    NETWORK = 6
    """A download failed or arrived damaged."""
    INTERRUPTED = 130
    """Stopped by the user; work that can be resumed has been saved."""


class RekognizeError(Exception):
    """Base of every error that the product raises on purpose.

    Attributes:
        code: stable name for programs, such as ``"not_an_image"``.
        http_status: status with which the HTTP API answers it.
        exit_code: status with which a command ends on it.
    """

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[ExitCode] = ExitCode.FAILURE

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRequest(RekognizeError):
    """A value asked for is outside what is accepted (``top=0``, an unknown field)."""

    code = "invalid_request"
    http_status = 422
    exit_code = ExitCode.USAGE


class UnknownAlphabet(InvalidRequest):
    """No alphabet has that name."""

    code = "unknown_alphabet"


class InvalidPrior(InvalidRequest):
    """A class prior has unknown labels, negative or non-finite weights, or sums to zero."""

    code = "invalid_prior"


class InvalidInk(RekognizeError):
    """Strokes that are no strokes: not of points, NaN, endless, too many; an area of no size."""

    code = "invalid_ink"
    http_status = 422
    exit_code = ExitCode.BAD_INPUT


class InvalidImage(RekognizeError):
    """Bytes or an array that are no readable picture."""

    code = "invalid_image"
    http_status = 422
    exit_code = ExitCode.BAD_INPUT


class NotAnImage(InvalidImage):
    """The bytes are in no format of the allow-list."""

    code = "not_an_image"
    http_status = 415


class DamagedImage(InvalidImage):
    """The format is known but the data are cut off or broken."""

    code = "damaged_image"


class ImageTooLarge(InvalidImage):
    """More bytes or more pixels than the limits allow."""

    code = "image_too_large"
    http_status = 413


class EmptyInput(RekognizeError):
    """There is nothing to read: no bytes at all."""

    code = "empty_input"
    http_status = 400
    exit_code = ExitCode.BAD_INPUT


class UnsupportedMediaType(RekognizeError):
    """A request body of a type that the route does not read."""

    code = "unsupported_media_type"
    http_status = 415
    exit_code = ExitCode.BAD_INPUT


class InvalidBundle(RekognizeError):
    """A model file that is truncated, tampered with, foreign or of another glyph version."""

    code = "invalid_bundle"
    exit_code = ExitCode.BAD_MODEL


class MissingData(RekognizeError):
    """A file or data set that should be there is not."""

    code = "missing_data"
    http_status = 404
    exit_code = ExitCode.MISSING


class InvalidData(RekognizeError):
    """A data file is damaged or not in the format its name promises."""

    code = "invalid_data"
    exit_code = ExitCode.BAD_INPUT


class DownloadFailed(RekognizeError):
    """A download could not be made or arrived with the wrong checksum."""

    code = "download_failed"
    exit_code = ExitCode.NETWORK


class InvalidRecipe(RekognizeError):
    """A training recipe has unknown keys or values out of range."""

    code = "invalid_recipe"
    exit_code = ExitCode.USAGE


class MissingExtra(RekognizeError):
    """An optional part of the installation (``train``) is needed and not installed."""

    code = "missing_extra"
    exit_code = ExitCode.MISSING


class RequestTooLarge(RekognizeError):
    """A request body of more bytes than its route reads."""

    code = "request_too_large"
    http_status = 413
    exit_code = ExitCode.BAD_INPUT


class RequestTimeout(RekognizeError):
    """A request whose headers or body did not arrive in time."""

    code = "request_timeout"
    http_status = 408


class Overloaded(RekognizeError):
    """More wait to be answered than the server keeps waiting."""

    code = "overloaded"
    http_status = 503


class AddressInUse(RekognizeError):
    """The server cannot listen on the address that it was given."""

    code = "address_in_use"


class StorageUnavailable(RekognizeError):
    """The database cannot be opened, reached or written to now."""

    code = "storage_unavailable"
    http_status = 503


class StorageFull(RekognizeError):
    """There is no room left: on the disk of the database, or for feedback that waits for review."""

    code = "storage_full"
    http_status = 507


class DatabaseOutdated(RekognizeError):
    """The database's tables are not those of this version: ``rekognize db upgrade``."""

    code = "database_outdated"


class UnknownRecord(RekognizeError):
    """No answer, feedback or model is known by that name."""

    code = "unknown_record"
    http_status = 404
    exit_code = ExitCode.MISSING


class Conflict(RekognizeError):
    """What is asked contradicts what has been recorded already."""

    code = "conflict"
    http_status = 409


class Unauthorized(RekognizeError):
    """The administrator's token is missing or wrong."""

    code = "unauthorized"
    http_status = 401


class Forbidden(RekognizeError):
    """Only an administrator may do this, and the request does not come from one."""

    code = "forbidden"
    http_status = 403


class SinkUnavailable(RekognizeError):
    """A webhook or a Google Sheet did not take feedback; it is tried again."""

    code = "sink_unavailable"
    http_status = 503
    exit_code = ExitCode.NETWORK
