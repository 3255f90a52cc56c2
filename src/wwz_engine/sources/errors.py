"""What can be wrong with a source: one class per kind, one Dutch sentence each.

The sentences reach users of the command line, so each names the file, what is wrong
and what to do. A file that raises is never loaded in part.
"""

from __future__ import annotations

from wwz_engine.errors import EngineError

FETCH_AGAIN = "haal het opnieuw op bij de bron"
FETCH_AGAIN_COMMAND = "haal het opnieuw op met ‘wwz data fetch --opnieuw --gemeente NAAM’"


class SourceError(EngineError):
    """Something is wrong with a data set or with the way it was asked for."""


class UnknownDatasetError(SourceError):
    def __init__(self, key: str, known: list[str]) -> None:
        self.key = key
        super().__init__(f"Er is geen databron ‘{key}’; kies een van: {', '.join(sorted(known))}.")


class DatasetNotFoundError(SourceError):
    def __init__(self, key: str, title: str, how_to_get: str) -> None:
        self.key, self.title = key, title
        super().__init__(f"De databron ‘{title}’ ({key}) is nergens gevonden; {how_to_get}.")


class DataFolderError(SourceError):
    def __init__(self, folder: str, problem: str) -> None:
        self.folder = folder
        super().__init__(
            f"De map in WWZ_DATA ({folder}) {problem}; zet er de bronbestanden in, "
            "kies een andere map of haal WWZ_DATA weg."
        )


class SourceDamagedError(SourceError):
    """A file is there but cannot be trusted; nothing of it is loaded."""

    def __init__(self, file: str, problem: str, advice: str = FETCH_AGAIN) -> None:
        self.file, self.problem, self.advice = file, problem, advice
        super().__init__(f"Bestand ‘{file}’ {problem}; {advice}.")


class TruncatedFileError(SourceDamagedError):
    """The file was cut off: in the gzip stream, in a row or at a row limit."""


class RowLimitError(TruncatedFileError):
    """Exactly as many rows as a service gives at most: the rest is missing."""


class EmptyFileError(SourceDamagedError):
    pass


class NotDataError(SourceDamagedError):
    """A web page, an error message or another kind of file instead of data."""


class EncodingError(SourceDamagedError):
    pass


class DelimiterError(SourceDamagedError):
    pass


class MissingColumnError(SourceDamagedError):
    pass


class DuplicateColumnError(SourceDamagedError):
    pass


class DuplicateRowError(SourceDamagedError):
    pass


class UnknownAreaError(SourceDamagedError):
    pass


class BadValueError(SourceDamagedError):
    pass


class WrongPeriodError(SourceDamagedError):
    pass


class IncompleteTableError(SourceDamagedError):
    """Whole areas or categories are missing that the table always has."""


class TooLargeError(SourceDamagedError):
    pass


class UnsafePathError(SourceDamagedError):
    pass


class UnknownGemeenteError(SourceError):
    def __init__(self, name: str, near: list[str]) -> None:
        self.name, self.near = name, near
        hint = f"bedoelt u {' of '.join(near)}?" if near else "schrijf de naam voluit, of de code."
        super().__init__(f"Er is geen gemeente ‘{name}’; {hint}")


class FetchError(SourceError):
    """Fetching failed; what was already fetched is kept."""


class HostNotAllowedError(FetchError):
    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(
            f"Het adres ‘{url}’ hoort niet bij een bekende bron en wordt niet opgehaald; "
            "alleen https bij CBS, RIVM en PDOK is toegestaan."
        )


class ServerSilentError(FetchError):
    def __init__(self, host: str, reason: str) -> None:
        self.host = host
        super().__init__(
            f"‘{host}’ geeft geen bruikbaar antwoord ({reason}); probeer het later opnieuw, "
            "wat al binnen is blijft bewaard."
        )


class RequestRefusedError(FetchError):
    """The server says no to this request: too big, or not understood."""

    def __init__(self, host: str, status: int) -> None:
        self.host, self.status = host, status
        super().__init__(
            f"‘{host}’ weigert de vraag (status {status}); probeer het later opnieuw of meld "
            "het, want misschien is de dienst veranderd."
        )
