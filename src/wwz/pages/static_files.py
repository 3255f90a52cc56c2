"""Static files under a name with their hash, compressed ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFilesCompressed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Compresses the names that pages ask for; not their originals as well, which takes as long."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        hashed = set(self.hashed_files.values())
        yield from super().compress_files([path for path in paths if path in hashed])
