"""The versions of the model that a database keeps, and the parts that they play."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from rekognize.bundle import Bundle, Card, card_bytes, check_bundle, load_bundle, read_card
from rekognize.errors import Conflict, InvalidBundle, UnknownRecord
from rekognize.registry.events import Event, What, champions_before, log, read_events
from rekognize.storage.database import Database
from rekognize.storage.tables import AliasRow, ModelRow

CHAMPION: Final = "champion"
"""Alias of the version that serves. While there is none, the bundle that came along serves."""

CANDIDATE: Final = "candidate"
"""Alias of the version that was added last and has not been promoted."""

_ALIASES: Final = (CHAMPION, CANDIDATE)


@dataclass(frozen=True, slots=True)
class Version:
    """A version without its weights.

    Attributes:
        card: its card.
        added: when.
        note: what its owner wants to remember of it.
        aliases: parts that it plays.
    """

    card: Card
    added: datetime
    note: str
    aliases: tuple[str, ...]


class Registry:
    """Versions of the model in a database: added once, never changed, promoted, rolled back.

    Every method is one transaction: it has happened whole, with its event, or not at all. Safe to
    use from many threads, processes and machines.

    Attributes:
        database: where they are.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def add(self, bundle: Bundle, who: str, *, why: str, note: str = "") -> str:
        """Keep a bundle and make it the candidate; gives its identity.

        Adding the very same again changes nothing but the candidate.

        Raises:
            Conflict: another model is known by that identity.
            StorageFull, StorageUnavailable: nothing was written.
        """
        with self.database.writing() as session:
            _lock(session)
            if _keep(session, bundle, note):
                log(session, who, What.ADDED, bundle.card.identity, why=why)
            if bundle.card.identity != _played_by(session, CHAMPION):
                _give(session, CANDIDATE, bundle.card.identity)
        return bundle.card.identity

    def versions(self) -> list[Version]:
        """Every version, the newest first.

        Raises:
            InvalidBundle: a card cannot be read.
        """
        with self.database.reading() as session:
            parts: dict[str, list[str]] = {}
            for row in session.scalars(select(AliasRow).order_by(AliasRow.alias.desc())):
                parts.setdefault(row.identity, []).append(row.alias)
            rows = session.scalars(select(ModelRow).order_by(ModelRow.added.desc())).all()
            return [
                Version(
                    _card(row),
                    row.added,
                    row.note,
                    tuple(parts.get(row.identity, ())),
                )
                for row in rows
            ]

    def played_by(self, alias: str) -> str | None:
        """The identity of the version that plays a part, None while nobody does."""
        with self.database.reading() as session:
            return _played_by(session, alias)

    def identity(self, name: str) -> str:
        """The ``NAME@VERSION`` of a version that is kept, by that or an alias.

        Raises:
            UnknownRecord: there is none of that name.
        """
        with self.database.reading() as session:
            return _known(session, name)

    def bundle(self, name: str) -> Bundle:
        """The bundle of an identity or alias, checked against its card.

        Raises:
            UnknownRecord: there is none of that name.
            InvalidBundle: what is stored is damaged, or for glyphs of another version.
        """
        with self.database.reading() as session:
            row = session.get(ModelRow, _identity(session, name))
            if row is None:
                raise _unknown(name)
            return check_bundle(row.model, row.card, Path(row.identity))

    def champion(self) -> Bundle:
        """The bundle that serves: the champion's, or the one that came along.

        The latter also where what is stored of the champion is damaged, or for glyphs of another
        version: so does a server that starts.
        """
        with self.database.reading() as session:
            champion = _sound(session, _played_by(session, CHAMPION))
        return load_bundle() if champion is None else champion

    def judged(
        self, name: str, verdict: What, who: str, *, why: str, report: dict[str, Any]
    ) -> None:
        """Record what the gate said of a version.

        Raises:
            UnknownRecord: there is none of that name.
        """
        with self.database.writing() as session:
            identity = _known(session, name)
            log(session, who, verdict, identity, why=why, report=report)

    def last_verdict(self, name: str, against: str) -> Event | None:
        """What the gate last said of a version against that champion, None if it was not asked."""
        with self.database.reading() as session:
            events = read_events(session, _identity(session, name))
        for event in reversed(events):
            if event.what is What.REMOVED:  # what came before may be of another model
                break
            # A promotion carries the report that it rests on, but is no verdict.
            if event.what not in (What.PASSED, What.REFUSED) or event.report is None:
                continue
            if event.report["champion"] == against:
                return event
        return None

    def promote(
        self,
        name: str,
        serving: Bundle,
        who: str,
        *,
        why: str,
        report: dict[str, Any] | None = None,
    ) -> str:
        """Make a version the champion; gives the identity of the one before.

        Args:
            name: identity or alias.
            serving: what :meth:`champion` gave: it is to be replaced, and kept, so that there is a
                way back.
            who: does it.
            why: in words.
            report: the gate's figures.

        Raises:
            UnknownRecord: there is no version of that name.
            InvalidBundle: what is stored of it could not serve.
            Conflict: it is the champion already, or another than ``serving`` is meanwhile.
            StorageFull, StorageUnavailable: nothing was written.
        """
        before = serving.card.identity
        with self.database.writing() as session:
            _lock(session)
            identity = _known(session, name)
            champion = _played_by(session, CHAMPION)
            # One that could not serve is in nobody's way: what came along serves, and was judged.
            if champion not in (None, before) and _sound(session, champion) is not None:
                raise Conflict(
                    f"the champion is {champion} meanwhile; judge again, received {before}"
                )
            if identity == before and champion in (None, before):
                raise Conflict(f"another version than the champion is needed, received {identity}")
            row = session.get_one(ModelRow, identity)
            check_bundle(row.model, row.card, Path(identity))
            if _keep(session, serving, "served until another was promoted"):
                log(session, who, What.ADDED, before, why="the champion that came along")
            _give(session, CHAMPION, identity)
            if _played_by(session, CANDIDATE) == identity:
                session.execute(delete(AliasRow).where(AliasRow.alias == CANDIDATE))
            replaced = before if champion is None or identity != before else champion
            log(session, who, What.PROMOTED, identity, why=why, replaced=replaced, report=report)
        return replaced

    def rollback(self, who: str, *, why: str) -> tuple[str, str]:
        """Let the champion before the present one serve again.

        Passed over are those that have been removed, are damaged, or read glyphs of another
        version.

        Returns:
            Identities of the one that served, and of the one that does now.

        Raises:
            Conflict: there was none before that could serve.
            StorageFull, StorageUnavailable: nothing was written.
        """
        with self.database.writing() as session:
            _lock(session)
            champion = _played_by(session, CHAMPION)
            pile = champions_before(read_events(session))
            others = (each for each in reversed(pile) if each != champion)
            back = next((each for each in others if _sound(session, each) is not None), None)
            if champion is None or back is None:
                raise Conflict(
                    f"a champion before this one is needed to go back to, "
                    f"received {champion or 'the model that came along'} without any that can serve"
                )
            _give(session, CHAMPION, back)
            log(session, who, What.ROLLED_BACK, back, why=why, replaced=champion)
        return champion, back

    def remove(self, name: str, who: str, *, why: str) -> str:
        """Delete a version; gives its identity. What happened to it stays known.

        Raises:
            UnknownRecord: there is none of that name.
            Conflict: it is the champion.
            StorageFull, StorageUnavailable: nothing was written.
        """
        with self.database.writing() as session:
            _lock(session)
            identity = _known(session, name)
            if identity == _played_by(session, CHAMPION):
                raise Conflict(f"the champion cannot be removed, received {identity}")
            session.execute(delete(AliasRow).where(AliasRow.identity == identity))
            session.execute(delete(ModelRow).where(ModelRow.identity == identity))
            log(session, who, What.REMOVED, identity, why=why)
        return identity

    def write_note(self, name: str, note: str) -> str:
        """Change what is remembered of a version; gives its identity.

        Raises:
            UnknownRecord: there is none of that name.
        """
        with self.database.writing() as session:
            identity = _known(session, name)
            session.get_one(ModelRow, identity).note = note
        return identity

    def events(self, name: str | None = None) -> list[Event]:
        """What happened, to all versions or one, the oldest first; removed ones are known too."""
        with self.database.reading() as session:
            return read_events(session, name and _identity(session, name))


def _keep(session: Session, bundle: Bundle, note: str) -> bool:
    """Write a version down; whether it was not there yet."""
    known = session.get(ModelRow, bundle.card.identity)
    if known is None:
        row = ModelRow(
            identity=bundle.card.identity,
            card=card_bytes(bundle.card),
            model=bundle.model,
            added=datetime.now(UTC),
            note=note,
        )
        session.add(row)
        session.flush()
        return True
    kept = _card(known)
    if known.model != bundle.model or _without_curves(kept) != _without_curves(bundle.card):
        raise Conflict(
            f"versions never change, and another model or card is known as {known.identity}; "
            f"received SHA-256 {bundle.card.sha256}"
        )
    return False


def _card(row: ModelRow) -> Card:
    return read_card(row.card, f"{row.identity}, perhaps of another release of rekognize,")


def _without_curves(card: Card) -> Card:
    """A card as those say it that were written before cards held curves."""
    return card.model_copy(update={"curves": ()})


def _lock(session: Session) -> None:
    """Let nobody else change parts meanwhile; SQLite's writers wait for each other anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE model_aliases IN SHARE ROW EXCLUSIVE MODE"))


def _give(session: Session, alias: str, identity: str) -> None:
    session.merge(AliasRow(alias=alias, identity=identity))


def _played_by(session: Session, alias: str) -> str | None:
    return session.scalar(select(AliasRow.identity).where(AliasRow.alias == alias))


def _sound(session: Session, identity: str | None) -> Bundle | None:
    """The bundle of an identity; None where there is none, or what is stored could not serve."""
    row = None if identity is None else session.get(ModelRow, identity)
    try:
        return None if row is None else check_bundle(row.model, row.card, Path(row.identity))
    except InvalidBundle:
        return None


def _identity(session: Session, name: str) -> str:
    """The identity behind an alias; any other name is one itself."""
    if name not in _ALIASES:
        return name
    identity = _played_by(session, name)
    if identity is None:
        raise _unknown(name)
    return identity


def _known(session: Session, name: str) -> str:
    identity = _identity(session, name)
    if session.scalar(select(ModelRow.identity).where(ModelRow.identity == identity)) is None:
        raise _unknown(name)
    return identity


def _unknown(name: str) -> UnknownRecord:
    return UnknownRecord(
        f"the NAME@VERSION of a model that is kept is needed, or {' or '.join(_ALIASES)} where "
        f"there is one; received {name[:90]!r}"
    )
