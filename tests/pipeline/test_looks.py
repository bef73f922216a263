"""What second readings say of a value, and what that changes: agreement, difference, doubt, and what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from typeset import BIRTH, reading, typeset

from ocr.page import Box, Word
from ocr.second_reading import OTHER_WAYS, SecondReading, second_reading
from pipeline.accept import OFF, AcceptOptions
from pipeline.extract.evidence import Evidence
from pipeline.interpret import InterpretOptions, doubtful_places, interpret
from pipeline.looks import NO_LOOKS, WAYS, Agreement, as_json, from_json, missing, weigh
from pipeline.other_readings import from_others
from pipeline.record import Field, FieldState
from pipeline.trust import Signs, chance

ROW, BELOW = Box(10, 10, 400, 40), Box(10, 50, 300, 80)
DOUBTFUL = [line.replace("PHƯỢNG", "PHƯỢNG?70") for line in BIRTH]


def seen(*texts: str, box: Box = ROW, sure: float = 0.95) -> dict[Box, tuple[SecondReading, ...]]:
    """Each way read one of `texts`, a little further to the right than the way before."""

    def words(text: str, shift: int) -> tuple[Word, ...]:
        return tuple(
            Word(word, Box(box.x0 + 60 * n + shift, box.y0, box.x0 + 60 * n + 50, box.y1), sure)
            for n, word in enumerate(text.split())
        )

    return {
        box: tuple(
            second_reading(way, words(text, shift))
            for shift, (way, text) in enumerate(zip(WAYS, texts, strict=True))
        )
    }


def in_both(looks: Mapping[Box, tuple[SecondReading, ...]]) -> dict[Box, tuple[SecondReading, ...]]:
    """With the second network giving what the first one gave."""
    return {
        box: (*held, *(replace(look, variant=way) for way, look in zip(OTHER_WAYS, held, strict=False)))
        for box, held in looks.items()
    }


def test_ways_that_read_the_same_value_agree_whatever_its_writing() -> None:
    looks = seen("15/10/2019", "15-10-2019", "15.10.2019")
    found = weigh("date", "2019-10-15", (ROW,), looks)
    assert (found.asked, found.same, found.differ) == (3, 3, 0)


def test_ways_that_differ_say_what_most_of_them_read() -> None:
    found = weigh("name", "LÊ NHƯ PHƯƠNG", (ROW,), seen("LÊ NHƯ PHƯỢNG", "LÊ NHƯ PHƯỢNG", "LÊ NHƯ PHƯƠNG"))
    assert (found.same, found.differ, found.other, found.votes) == (1, 2, "LÊ NHƯ PHƯỢNG", 2)


def test_a_known_value_goes_before_what_more_ways_gave_where_the_first_is_unknown() -> None:
    looks = seen("20/61/1995", "20/01/1995", "20/61/1995")
    assert weigh("date", None, (ROW,), looks).other is None
    found = weigh("date", None, (ROW,), looks, usual=False)
    assert (found.other, found.votes, found.listed) == ("1995-01-20", 1, True)


def test_of_other_values_only_those_that_could_stand_there_are_rivals() -> None:
    found = weigh("name", "LÊ NHƯ PHƯỢNG", (ROW,), seen("LÊ NHƯ PHƯỢNG", "LÊ NHƯ PHƯƠNG", "LÊ NHƯ PHỬNỢG"))
    assert (found.same, found.differ, found.rivals) == (1, 2, 1)
    assert weigh("sex", "Nam", (ROW,), seen("Nam", "Narn", "Nữ")).rivals == 1


def test_other_figures_are_a_rival_though_signs_among_them_leave_no_value() -> None:
    assert weigh("decimal", "169.7", (ROW,), seen("160;7-rn2", "169,7n2", "169,7 m2")).rivals == 1
    # A sign for a figure, figures lost or given twice, a day that no month has: only the way was unfit.
    assert weigh("decimal", "15.84", (ROW,), seen("I5,84m", "15,8,44m", "15,84 m")).rivals == 0
    assert weigh("date", "2011-10-04", (ROW,), seen("94/10/2011", "04/10/2011", "04/10/2011")).rivals == 0


def test_a_place_of_which_one_way_gave_other_figures_needs_a_witness() -> None:
    home = "45/51/14A đường Võ Văn Ngân, quận Thủ Đức, Thành phố Hồ Chí Minh"
    found = weigh("place", home, (ROW,), seen(home, home.replace("51", "5L"), home.replace("Đức", "Đứ")))
    assert (found.rivals, found.renumbered) == (1, True)
    assert not weigh("place", home, (ROW,), seen(home, home, home.replace("Đức", "Đứ"))).renumbered
    signs = Signs(0.95, True, False, 40, asked=True, same=1.0, other_asked=True, confirmed=1.0)
    assert chance("place", signs) > 0.98 > chance("place", replace(signs, renumbered=True))
    assert chance("place", replace(signs, renumbered=True, witness=True)) > 0.98


def test_agreement_is_as_sure_as_the_least_sure_way_that_agrees() -> None:
    looks = seen("15/10/2019", "15/10/2019", "15/10/2018")
    assert weigh("date", "2019-10-15", (ROW,), looks).sure == pytest.approx(0.95)
    weak = {ROW: (*looks[ROW][:1], seen("", "15/10/2019", "", sure=0.6)[ROW][1], looks[ROW][2])}
    assert weigh("date", "2019-10-15", (ROW,), weak).sure == pytest.approx(0.6)


def test_figures_are_as_sure_as_the_worst_of_them_where_every_way_gave_them() -> None:
    line = "CCCD số 079194005678, Bộ Công an cấp ngày 16/06/2021"
    garbled, other = line.replace("Công an", "Côngan"), line.replace("5678", "5673")
    assert weigh("text", line, (ROW,), seen(line, garbled, line)).figures == pytest.approx(0.95)
    assert weigh("text", line, (ROW,), seen(line, garbled, other)).figures == 0
    assert weigh("text", line, (ROW,), seen(line, garbled, "")).figures == 0
    assert weigh("name", "LÊ AN", (ROW,), seen("LÊ AN", "LÊ AN", "LÊ AN")).figures == 0


def test_a_figure_that_one_way_doubts_is_no_surer_for_the_words_beside_it() -> None:
    first, doubted = seen(*["ngày 8 tháng 3 năm 2023"] * 3)[ROW][0].words, 0.6
    words = (*first[:-1], replace(first[-1], confidence=doubted))
    readings = (second_reading(WAYS[0], words), *seen(*["ngày 8 tháng 3 năm 2023"] * 3)[ROW][1:])
    assert weigh("date", "2023-03-08", (ROW,), {ROW: readings}).hesitant == pytest.approx(doubted)


def test_a_value_of_two_rows_is_compared_as_a_whole() -> None:
    looks = {**seen("phường Linh", "phường Linh", "phường"), **seen("Trung", "Trung", "Trung", box=BELOW)}
    assert weigh("place", "phường Linh Trung", (ROW, BELOW), looks).same == 2
    assert weigh("place", "phường Linh Trung", (ROW, BELOW), {ROW: looks[ROW]}) == Agreement()


def test_what_the_engine_does_not_believe_and_what_comes_of_one_image_does_not_count() -> None:
    assert weigh("name", "LÊ AN", (ROW,), seen("LÊ AN", "LÊ AN", "LÊ AN", sure=0.4)).same == 0
    one = seen("LÊ AN", "LÊ AN", "LÊ AN")[ROW]
    copies = {ROW: tuple(replace(look, words=one[0].words) for look in one)}
    assert weigh("name", "LÊ AN", (ROW,), copies).same == 1


def test_looks_read_back_and_are_not_asked_for_twice() -> None:
    looks = seen("LÊ AN", "LÊ AN", "LÊ ÂN")
    assert from_json(as_json(looks)) == looks
    assert missing([ROW, BELOW, BELOW], looks) == (BELOW,)


def name_of(looks: Mapping[Box, tuple[SecondReading, ...]]) -> Field:
    lenient = InterpretOptions(accept=AcceptOptions({"high": 0.98}))
    (record,) = interpret([reading(typeset(*DOUBTFUL))], None, lenient, [looks])
    return next(field for field in record.fields if field.key == "child_full_name")


def test_agreement_carries_a_doubtful_value_past_the_person_and_difference_never_does() -> None:
    places = doubtful_places([reading(typeset(*DOUBTFUL))])[0]
    box = name_of(NO_LOOKS).box
    assert box in places
    assert box is not None
    once = name_of(NO_LOOKS)
    alike = name_of(in_both(seen(*["LÊ NHƯ PHƯỢNG"] * 3, box=box)))
    other = name_of(in_both(seen(*["LÊ NHƯ PHƯƠNG"] * 3, box=box)))
    assert once.state is FieldState.NEEDS_REVIEW
    assert (alike.state, alike.value) == (FieldState.ACCEPTED, "LÊ NHƯ PHƯỢNG")
    assert (other.state, other.value) == (FieldState.NEEDS_REVIEW, "LÊ NHƯ PHƯƠNG")
    assert other.confidence < 0.5 < once.confidence < alike.confidence


def test_all_ways_together_outvote_a_first_reading_that_is_no_usual_value() -> None:
    garbled = [line.replace("PHƯỢNG", "PHỬNỢG") for line in BIRTH]
    page = [reading(typeset(*garbled))]

    def after(looks: Mapping[Box, tuple[SecondReading, ...]]) -> Field:
        (record,) = interpret(page, None, InterpretOptions(accept=AcceptOptions({"high": 0.97})), [looks])
        return next(field for field in record.fields if field.key == "child_full_name")

    box = after(NO_LOOKS).box
    assert box is not None
    alike = after(seen(*["LÊ NHƯ PHƯỢNG"] * 3, box=box))
    split = after(seen("LÊ NHƯ PHƯỢNG", "LÊ NHƯ PHƯỢNG", "LÊ NHƯ PHƯƠNG", box=box))
    assert (alike.value, alike.state) == ("LÊ NHƯ PHƯỢNG", FieldState.ACCEPTED)
    assert (split.value, split.state) == ("LÊ NHƯ PHƯỢNG", FieldState.NEEDS_REVIEW)


def test_only_what_a_second_reading_may_change_is_read_again() -> None:
    plain = reading(typeset(*BIRTH))
    (record,) = interpret([plain])
    settled = {f.box for f in record.fields if f.state is FieldState.ACCEPTED}
    assert settled
    assert not settled & set(doubtful_places([plain])[0])
    assert doubtful_places([reading(typeset(*BIRTH), 1, "handwritten")]) == ((),)
    off = InterpretOptions(accept=AcceptOptions({"high": OFF, "medium": OFF, "low": OFF}))
    # Where nothing may be accepted, only what is not usual is read again: a block that may have lost a line.
    (unknown,) = (f.box for f in record.fields if f.key == "signer_position")
    assert set(doubtful_places([plain], None, off)[0]) <= {unknown}


@pytest.mark.parametrize("key", ["child_personal_id", "applicant_id_doc"])
@pytest.mark.parametrize(("sure", "second", "state"), [
    (0.97, "", FieldState.ACCEPTED),
    (0.8, "", FieldState.NEEDS_REVIEW),
    (0.97, "079219012389", FieldState.NEEDS_REVIEW),
])  # fmt: skip
def test_a_long_number_is_taken_only_where_every_way_gave_it_clearly(
    key: str, sure: float, second: str, state: FieldState
) -> None:
    page = reading(typeset(*BIRTH))
    (record,) = interpret([page])
    field = next(field for field in record.fields if field.key == key)
    assert field.state is FieldState.NEEDS_REVIEW
    assert field.box in doubtful_places([page])[0]
    assert field.box
    assert field.written
    looks = seen(field.written, field.written, second or field.written, box=field.box, sure=sure)
    (again,) = interpret([page], looks=[looks])
    assert next(f for f in again.fields if f.key == key).state is state


def test_what_has_no_normal_form_is_read_again_also_on_a_page_that_reads_badly() -> None:
    lines = [
        line.replace("15/10/2019 ghi bằng chữ: Ngày mười lăm", "75/10/2019 ghi bằng chữ:") for line in BIRTH
    ]
    for page in (typeset(*lines), typeset(*lines, confidence=0.6)):
        (record,) = interpret([reading(page)])
        field = next(field for field in record.fields if field.key == "child_birth_date")
        assert field.value is None
        assert field.box in doubtful_places([reading(page)])[0]


def test_what_one_way_reads_as_known_is_where_a_person_starts() -> None:
    lines = [
        line.replace("15/10/2019 ghi bằng chữ: Ngày mười lăm", "75/10/2019 ghi bằng chữ:") for line in BIRTH
    ]
    page = reading(typeset(*lines))
    box = next(f.box for f in interpret([page])[0].fields if f.key == "child_birth_date")
    assert box is not None
    (record,) = interpret([page], looks=[seen("75/10/2019", "15/10/2019", "7510/2019", box=box)])
    field = next(field for field in record.fields if field.key == "child_birth_date")
    assert (field.value, field.state) == ("2019-10-15", FieldState.NEEDS_REVIEW)


@pytest.mark.parametrize(("sure", "state"), [(0.95, FieldState.ACCEPTED), (0.7, FieldState.NEEDS_REVIEW)])
def test_a_fleck_on_a_place_is_outweighed_by_ways_that_all_saw_it_clearly(
    sure: float, state: FieldState
) -> None:
    lines = [line.replace("nhân dân phường", "nhân dân phường?30") for line in BIRTH]
    page = reading(typeset(*lines))
    field = next(f for f in interpret([page])[0].fields if f.key == "registration_place")
    assert field.state is FieldState.NEEDS_REVIEW
    assert field.box
    assert field.written
    looks = seen(*[field.written] * 3, box=field.box, sure=sure)
    (again,) = interpret([page], looks=[looks])
    assert next(f for f in again.fields if f.key == "registration_place").state is state


@pytest.mark.parametrize(
    ("written", "value", "others", "kept"),
    [
        ("19/1/2017", "2017-01-19", "9/1/2017", "2017-01-19"),
        ("CMND số 036933920", "CMND số 036933920", "MND số 036933920", "CMND số 036933920"),
        # Not where they have another figure, or less of a stray letter than the first.
        ("12/1/2017", "2017-01-12", "19/1/2017", "2017-01-19"),
        ("oLê Quỳnh Như", "oLê Quỳnh Như", "Lê Quỳnh Như", "Lê Quỳnh Như"),
    ],
)
def test_a_first_figure_that_the_picture_of_a_value_cuts_is_not_unsaid(
    written: str, value: str, others: str, kept: str
) -> None:
    kind = "date" if value[4:5] == "-" else "text"
    second = weigh(kind, value, (ROW,), seen(others, others, others))
    entry = Field("anything", value, written, 0.9, FieldState.NEEDS_REVIEW, 0, ROW)
    assert from_others(entry, second, Evidence()).value == kept
