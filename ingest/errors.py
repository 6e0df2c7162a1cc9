"""The error tree.

    TrialtraceError            anything this project raises on purpose; its text is one clear line
    ├── UsageError             the caller asked for something that cannot be (exit code 2)
    ├── FetchError             an address could not be had (refused, too large, too slow, robots.txt)
    ├── UnreadablePage         the bytes are no page of any kind we read
    │   ├── EmptyPage          nothing there
    │   ├── BinaryPage         bytes, but no text (an image, a PDF, an unknown archive)
    │   ├── UnknownKind        text, but no source claims it
    │   ├── NotAPage           an error page, a bot challenge, a log-in wall
    │   └── UnsafePage         entity bombs, bottomless nesting, sizes past the limits
    ├── PageChanged            a source claimed the page, but what it needs is not there any more
    └── CatalogError           the catalog or the archive is not what this version expects
        └── ReadOnlyCatalog    it cannot be written: read-only, in a read-only folder, or on a full disk

Every error that concerns a page is raised with a text that makes sense after "<address>: ".
"""


class TrialtraceError(Exception):
    """Base of all errors raised on purpose; `str(error)` is one line."""


class UsageError(TrialtraceError):
    """The caller asked for something that cannot be done."""


class FetchError(TrialtraceError):
    """An address could not be fetched within the rules and limits."""


class UnreadablePage(TrialtraceError):
    """The bytes are no page of any kind that is read here."""


class EmptyPage(UnreadablePage):
    """The page has no content."""


class BinaryPage(UnreadablePage):
    """The page is not text."""


class UnknownKind(UnreadablePage):
    """No source claims the page."""


class NotAPage(UnreadablePage):
    """An error page, a bot challenge or a log-in wall instead of the page."""


class UnsafePage(UnreadablePage):
    """The page would expand, nest or grow past the limits."""


class PageChanged(TrialtraceError):
    """A source claimed the page but did not find what it must have."""


class CatalogError(TrialtraceError):
    """A catalog or archive file that cannot be used."""


class ReadOnlyCatalog(CatalogError):
    """A catalog that cannot be written; it may still be read."""
