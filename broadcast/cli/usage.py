"""What the root and its commands share: the usage line in the reader's language, and the code of a Ctrl+C."""

import click

from broadcast.base.words import words

INTERRUPTED = 130
"""The exit code where a person has ended it with Ctrl+C."""


class UsageInWords(click.Command):
    """A command whose usage line is told in the reader's language."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Name the parts of the usage line in the reader's language."""
        return [words(piece) for piece in super().collect_usage_pieces(ctx)]
