"""What can be done with meetings: planning them, holding them, and what comes out."""

from wwz.meetings.services.bodies import NewBody, change_body, make_body
from wwz.meetings.services.holding import (
    Counts,
    adopt_minutes,
    begin,
    cancel,
    close,
    reply,
    submit_minutes,
    write_minutes,
)
from wwz.meetings.services.outcomes import NewOutcome, add_outcome, drop, finish, review_due
from wwz.meetings.services.planning import (
    MeetingRefusedError,
    NewMeeting,
    add_item,
    address_of,
    change,
    invite,
    move_item,
    plan,
    remove_item,
)

__all__ = [
    "Counts",
    "MeetingRefusedError",
    "NewBody",
    "NewMeeting",
    "NewOutcome",
    "add_item",
    "add_outcome",
    "address_of",
    "adopt_minutes",
    "begin",
    "cancel",
    "change",
    "change_body",
    "close",
    "drop",
    "finish",
    "invite",
    "make_body",
    "move_item",
    "plan",
    "remove_item",
    "reply",
    "review_due",
    "submit_minutes",
    "write_minutes",
]
