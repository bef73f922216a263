"""People who do not exist: names, peoples, papers, trades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.examiner.dates import Spelling, born
from benchmarks.examiner.places import Area

_SURNAMES = (
    "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Trần", "Lê", "Lê", "Phạm", "Phạm",
    "Huỳnh", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trịnh",
    "Lâm", "Mai", "Đoàn", "Tô", "Trương", "Cao", "Hà", "Châu", "Lưu", "Tạ", "Quách", "Thái", "Kiều",
    "Triệu", "Văn", "Nghiêm", "Giang", "Khuất", "Lương", "Phùng", "Tống", "Viên", "Vương", "Ông", "La",
    "Mạc", "Đồng", "Thân", "Âu", "Doãn", "Bạch", "Từ", "Tiêu", "Chu", "Nhữ", "Ứng", "Cù", "Ngụy", "Diệp",
    "Thạch",
)  # fmt: skip
_MEN = (
    "Văn", "Văn", "Hữu", "Đức", "Công", "Minh", "Quốc", "Thanh", "Xuân", "Ngọc", "Đình", "Trọng", "Bá",
    "Khắc", "Gia", "Nhật", "Quang", "Tuấn", "Duy", "Hoàng", "Trung",
)  # fmt: skip
_WOMEN = (
    "Thị", "Thị", "Thị", "Thị", "Ngọc", "Thu", "Thanh", "Kim", "Mỹ", "Bích", "Minh", "Phương", "Hồng",
    "Thùy", "Diễm", "Bảo", "Khánh", "Quỳnh", "Tường", "Hoài",
)  # fmt: skip
_HIS = (
    "Hùng", "Dũng", "Tâm", "Phúc", "Lộc", "Khôi", "Nghĩa", "Thịnh", "Tuấn", "Hải", "Sơn", "Cường", "Bảo",
    "Vinh", "Quý", "Hiếu", "Thắng", "Toàn", "Khang", "Duy", "Đạt", "Phong", "Long", "An", "Bình", "Kiệt",
    "Nhân", "Luân", "Tài", "Thuận", "Lợi", "Hậu", "Quân", "Huy", "Khoa", "Tùng", "Chiến", "Thức", "Đồng",
    "Giáp", "Út", "Tấn", "Hợi", "Khuê", "Trí", "Nguyên",
)  # fmt: skip
_HERS = (
    "Hoa", "Lan", "Hương", "Mai", "Thủy", "Hạnh", "Nga", "Yến", "Vân", "Trang", "Thảo", "Linh", "Ngân",
    "Trâm", "Nhung", "Tuyết", "Loan", "Phượng", "Oanh", "Diệu", "Hiền", "Chi", "Thư", "Giang", "Châu",
    "Duyên", "Ánh", "Nguyệt", "Liên", "Xuyến", "My", "Vy", "Ngọc", "Nhàn", "Thơ", "Bưởi", "Đào", "Sáu",
    "Thắm", "Hằng", "Dung", "Quyên", "Tiên", "Khuê", "Uyên", "Ý",
)  # fmt: skip
_PEOPLES = {
    "Tày": ("Nông Hoàng Bế Ma Lộc Hứa", "", ""),
    "Thái": ("Lò Cà Quàng Tòng Lường", "", ""),
    "Mường": ("Bùi Quách Bạch Hà Đinh", "", ""),
    "Hoa": ("Lâm Quách Trần Châu Mã Giang", "Chí Gia Vĩ Tú", "Cường Hào Minh Mỹ Phụng"),
    "Khmer": ("Thạch Sơn Danh Kim Lâm", "Sô Thị Thanh Minh", "Phia Rịt Quanh Nhi Tha Chia"),
    "Chăm": ("Thập Báo Lưu Đàng Quảng", "Văn Thị Ngọc", "Tài Mơ Lễ Thanh Hiến"),
    "Ê-đê": ("Y H'", "Blim Wan Hoa Lan Krông", "Niê Mlô Êban Kbuôr"),
    "Mông": ("Vàng Giàng Thào Sùng Lý", "A Seo Thị", "Páo Sình Dế Chư Mỷ"),
    "Nùng": ("Nông Lương Vi Hoàng", "", ""),
    "Sán Dìu": ("Ninh Trần Diệp Lục", "", ""),
    "Gia Rai": ("Ksor Kpă Siu Nay Rcom", "Văn Thị Minh", "Bluh Tuyết Djoan"),
}
_FOREIGN = (
    ("Kim Min Jun", "Nam", "Hàn Quốc", "M", "Cheonan-si, Chungcheongnam-do, Hàn Quốc"),
    (
        "Park Sung Ho",
        "Nam",
        "Hàn Quốc",
        "M",
        "Số 21, Dongbaek-ro 12, Giheung-gu, Yongin-si, Gyeonggi-do, Hàn Quốc",
    ),
    (
        "Lin Chih Hao",
        "Nam",
        "Trung Quốc (Đài Loan)",
        "3",
        "Số 118, đường Trung Chính, khu Tam Trọng, thành phố Tân Bắc, Đài Loan",
    ),
    ("Andrew James Whitfield", "Nam", "Hoa Kỳ", "5", "4127 Maple Grove Drive, Austin, Texas 78745, Hoa Kỳ"),
    ("Tanaka Hiroshi", "Nam", "Nhật Bản", "TZ", "2-14-7 Minamicho, Kawaguchi, Saitama, Nhật Bản"),
    (
        "Thomas Bernhard Keller",
        "Nam",
        "Cộng hòa liên bang Đức",
        "C4",
        "Lindenstraße 18, 50674 Köln, CHLB Đức",
    ),
    ("Daniel Patrick O'Connor", "Nam", "Úc", "PA", "27 Burwood Road, Hawthorn, Victoria 3122, Úc"),
)
TRADES = (
    "Nông dân", "Làm ruộng", "Công nhân", "Giáo viên", "Nội trợ", "Buôn bán", "Kế toán", "Thợ may", "Kỹ sư xây dựng",
    "Nhân viên văn phòng", "Điều dưỡng", "Tài xế", "Bộ đội", "Thợ hồ", "Sinh viên", "Kinh doanh tự do", "Ngư dân",
)  # fmt: skip
_ISSUERS = (
    "Cục Cảnh sát QLHC về TTXH",
    "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "Cục CS QLHC về TTXH",
)


@dataclass(frozen=True)
class Person:
    """Somebody and what papers tell of them. `number` is of the kind of paper carried; `personal_id` has 12 figures."""

    name: str
    gender: str
    born: date
    people: str
    nation: str
    number: str
    personal_id: str
    home: str | None = None

    @property
    def foreign(self) -> bool:
        """From abroad."""
        return self.home is not None


def named(rng: Random, gender: str, people: str = "Kinh", surname: str | None = None) -> str:
    """A name of a people; a child has the surname given."""
    first, middles, lasts = _PEOPLES.get(people, ("", "", ""))
    if people == "Ê-đê":
        before, given = "Y " if gender == "Nam" else "H'", rng.choice(middles.split()[2:])
        return f"{before}{given} {rng.choice(lasts.split())}"
    family = surname or rng.choice(first.split() if first else _SURNAMES)
    middle = rng.choice(middles.split() if middles else (_MEN if gender == "Nam" else _WOMEN))
    given = rng.choice(lasts.split() if lasts else (_HIS if gender == "Nam" else _HERS))
    more = (
        f" {rng.choice(_HIS if gender == 'Nam' else _WOMEN[4:])}" if rng.random() < 0.12 and not lasts else ""
    )
    return f"{family} {middle}{more} {given}"


def person(
    rng: Random, gender: str, on: date, ages: tuple[int, int], area: Area, surname: str | None = None
) -> Person:
    """Somebody of an area, so old on a day."""
    people = rng.choice(tuple(_PEOPLES)) if rng.random() < 0.22 and surname is None else "Kinh"
    day = born(rng, on, *ages)
    digit = (0 if gender == "Nam" else 1) + (2 if day.year >= 2000 else 0)
    personal = f"{area.code}{digit}{day.year % 100:02}{rng.randint(0, 29999):06}"
    number = personal if on.year >= 2016 else f"{rng.randint(20, 38)}{rng.randint(0, 9999999):07}"
    return Person(named(rng, gender, people, surname), gender, day, people, "Việt Nam", number, personal)


def foreigner(rng: Random, on: date) -> Person:
    """Somebody from abroad, with a passport."""
    name, gender, nation, letter, home = rng.choice(_FOREIGN)
    number = f"{letter}{rng.randint(1000000, 99999999)}"
    return Person(name, gender, born(rng, on, 28, 52), "", nation, number, "", home)


def id_paper(rng: Random, who: Person, on: date, area: Area, spelling: Spelling) -> str:
    """The paper somebody shows on a day, as a clerk enters it."""
    since = on - timedelta(days=rng.randint(60, 2500))
    # Cards of citizens are given since 2016, cards of identity since July 2024.
    first = date(2024, 7, 1) if on >= date(2024, 9, 1) else date(2016, 1, 4)
    since = since if len(who.number) == 9 else max(since, min(first, on - timedelta(days=20)))
    given = spelling.short(since)
    if who.foreign:
        return rng.choice((f"Hộ chiếu số {who.number}, cấp ngày {since:%d/%m/%Y}", f"Hộ chiếu {who.number}"))
    if len(who.number) == 9:
        kind, office = rng.choice(("CMND", "Giấy CMND", "Chứng minh nhân dân")), f"Công an {area.province}"
    elif on >= date(2024, 9, 1):
        kind, office = rng.choice(("Thẻ căn cước", "Căn cước", "Thẻ CC")), "Bộ Công an"
    else:
        kind, office = rng.choice(("CCCD", "Thẻ CCCD", "Căn cước công dân")), rng.choice(_ISSUERS)
    day = given.removeprefix("ngày ")
    return rng.choice(
        (
            f"{kind} số {who.number}, {office} cấp ngày {day}",
            f"{kind} số {who.number} do {office} cấp ngày {day}",
            f"{kind}: {who.number}, cấp ngày {day}, nơi cấp: {office}",
            f"{kind} số {who.number}, cấp ngày {day} tại {office}",
        )
    )
