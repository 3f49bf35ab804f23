"""A sink that is a Google Sheet: each feedback appends a row, through a service account."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from rekognize.errors import MissingData, MissingExtra, SinkUnavailable
from rekognize.feedback.labels import NOT_A_CHARACTER
from rekognize.feedback.outbox import Handed

GOOGLE: Final = "https://sheets.googleapis.com"
HEADER: Final = ("time", "alphabet", "answer", "confidence", "correct label", "drawing", "id")
_PATIENCE: Final = 20.0


class Sheet:
    """Appends rows to the first sheet of a spreadsheet, many in one call.

    Before what was tried already is tried again, the ids in the sheet are read: a row whose answer
    was lost on the way is not written twice. Cells are written as they are, never as formulas.

    Raises:
        MissingExtra: gspread is not installed.
        MissingData: there is no key of a service account at that path.
    """

    name = "sheet"
    most = 100

    def __init__(self, key: str, credentials: Path, link: str, address: str = GOOGLE) -> None:
        try:
            import gspread
        except ModuleNotFoundError:
            raise MissingExtra(
                "a Google Sheet needs gspread, which is not installed: "
                "pip install 'rekognize[sheets]'"
            ) from None

        class Elsewhere(gspread.HTTPClient):
            """gspread's own client, for whichever server speaks the Sheets API."""

            def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> Any:  # noqa: ANN401
                """As gspread's."""
                return super().request(method, endpoint.replace(GOOGLE, address), *args, **options)

        try:
            self._client = gspread.service_account(filename=credentials, http_client=Elsewhere)
        except (OSError, ValueError) as error:
            raise MissingData(
                f"the key of a service account is needed, received {credentials}: {error}"
            ) from None
        self._client.set_timeout(_PATIENCE)
        self._key = key
        self._link = link

    def deliver(self, handed: Sequence[Handed]) -> None:
        """Append a row each."""
        from google.auth.exceptions import GoogleAuthError
        from gspread.exceptions import GSpreadException
        from gspread.utils import InsertDataOption, ValueInputOption
        from requests import RequestException

        try:
            sheet = self._client.open_by_key(self._key).sheet1
            first = sheet.row_values(1)
            rows: list[list[str | float]] = [] if first else [list(HEADER)]
            known: set[str] = set()
            if first and any(each.tries for each in handed):
                known = {str(cell) for cell in sheet.col_values(len(HEADER))}
            rows += [self._row(each) for each in handed if each.id not in known]
            if rows:
                sheet.append_rows(
                    rows, ValueInputOption.raw, InsertDataOption.insert_rows, table_range="A1"
                )
        except (GSpreadException, GoogleAuthError, RequestException, OSError) as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise SinkUnavailable(f"the Google Sheet did not take it: {reason}") from None

    def _row(self, handed: Handed) -> list[str | float]:
        return [
            f"{handed.created:%Y-%m-%d %H:%M:%S}",
            handed.alphabet,
            handed.answer or NOT_A_CHARACTER,
            round(handed.confidence, 4),
            handed.label,
            self._link + handed.id,
            handed.id,
        ]
