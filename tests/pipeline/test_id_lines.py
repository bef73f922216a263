"""Which lines name one identity paper whole, so that their long number may be believed."""

import pytest

from pipeline.extract.confidence import is_usual
from pipeline.normalize.id_lines import words_of_paper


@pytest.mark.parametrize("line", [
    "079194005678",
    "023794407",
    "CCCD số 079194005678, Cục Cảnh sát QLHC về TTXH cấp ngày 16/06/2021",
    "Thẻ căn cước số 079194005678, Bộ Công an cấp ngày 1/9/2024",
    "Giấy CMND số 023794407, Công an TP. Hồ Chí Minh cấp ngày 27/05/2010.",
    "Giấy chứng nhận quyền sử dụng đất số CH 934622 cấp ngày 04/07/2017",
    "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất số AA 93462201 "
    "do Sở Tài nguyên và Môi trường cấp ngày 04/07/2017",
])  # fmt: skip
def test_a_number_alone_or_a_line_with_all_its_parts_is_whole(line: str) -> None:
    assert words_of_paper(line) is not None


@pytest.mark.parametrize("line", [
    "07919400567",
    "CCCD số 079194005678",
    "CCCD số 079194005678, Cục Cảnh sát QLHC về TTXH cấp ngày",
    "CCCD số 079194005678, Cục Cảnh sát QLHC về TTXH cấp ngày 16/96/2021",
    "(CCCD/CMND/Hộ chiếu) CCCD số 079194005678, Cục Cảnh sát QLHC về TTXH cấp ngày 16/06/2021",
    "Giấy CMND số (CCCD/CMND/H)023794407, Công an TP. chiếu) : Hồ Chí Minh cấp ngày 03/07/2010",
    "CCCD số 079194005678, Bộ Công an cấp ngày 16/06/2021 (5)",
    "Giấy chứng nhận số 079194005678, Bộ Công an cấp ngày 16/06/2021",
    "Giấy chứng nhận quyền sử dụng đất số CH 93462 cấp ngày 04/07/2017",
    "Giấy chứng nhận quyền sử dụng đất số C1 934622 cấp ngày 04/07/2017",
    "Giấy chứng nhận quyền sử dụng đất số CH 934622",
    "Giấy chứng nhận quyền sử dụng đất số CH 934622 cấp ngày 04/17/2017",
])  # fmt: skip
def test_a_line_that_lost_a_part_or_caught_one_is_not(line: str) -> None:
    assert words_of_paper(line) is None


def test_only_a_whole_line_of_known_words_is_usual() -> None:
    assert is_usual("text", "023794407")
    assert is_usual("text", "CCCD số 079194005678, Bộ Công an cấp ngày 16/06/2021")
    assert not is_usual("text", "CCCD số 079194005678, Bộ Công nan cấp ngày 16/06/2021")
    assert not is_usual("text", "CCCD số 079194005678, Bộ Công an cấp ngày")
    assert is_usual("text", "Giấy chứng nhận quyền sử dụng đất số CH 934622 cấp ngày 04/07/2017")
    assert not is_usual("text", "Giấy chứng nhận quyền sử dung đất số CH 934622 cấp ngày 04/07/2017")
