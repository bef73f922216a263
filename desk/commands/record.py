"""`sohoa record ...`: which command lies in which record_*.py."""

from __future__ import annotations

from desk.parted_group import parted

app = parted(
    "record",
    {
        "list": "record_list:list_records",
        "show": "record_show:show",
        "correct": "record_decide:correct",
        "approve": "record_decide:approve",
        "reject": "record_decide:reject",
        "queue": "record_queue:show_queue",
        "take": "record_queue:take",
        "release": "record_queue:release",
        "key": "record_keying:key",
        "differences": "record_keying:show_differences",
        "adjudicate": "record_keying:decide_differences",
        "stage": "record_stage:finish_stage",
        "carry": "record_stage:carry",
        "rescan": "record_stage:ask_rescan",
        "send-back": "record_stage:send_back",
        "undo": "record_stage:take_back",
        "annotate": "record_changes:annotate",
        "amend": "record_changes:amend",
        "isolate": "record_changes:isolate",
        "clear": "record_changes:clear",
        "crop": "record_changes:crop",
    },
)
