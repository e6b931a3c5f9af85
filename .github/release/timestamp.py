"""The one time that everything in a release bears, so that equal input gives equal bytes."""

import os


def timestamp() -> int:
    """SOURCE_DATE_EPOCH in seconds (reproducible-builds.org), or the first moment of 1980.

    Raises ValueError where it is no time that a ZIP archive can hold: 1980 to 2107.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "315532800")
    if not text.isascii() or not text.isdigit() or not 315532800 <= int(text) < 4354819200:
        raise ValueError(f"SOURCE_DATE_EPOCH is to be a number of seconds from 1980 to 2107, not {text}")
    return int(text)
