"""What stops an act that nobody has approved."""


class NotApproved(Exception):
    """Says in one sentence what was stopped and what to do; the admin shows it as a message.

    Not a ``PermissionDenied``: Wagtail would replace the sentence by one of its own.
    """
