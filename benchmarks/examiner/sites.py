"""Papers of a plot and a house: planning information, house numbers, completed works."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.examiner.form import Row, row, rows, title
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.people import id_paper, person
from benchmarks.examiner.permits import desk, desk_end, desk_head, measure, square
from benchmarks.examiner.places import bare, home

_STREETS = ("Hoàng Diệu 2", "Lê Văn Chí", "Tỉnh lộ 8", "Võ Thị Sáu", "Phan Đăng Lưu")
_USES = (
    "Đất ở hiện hữu chỉnh trang",
    "Đất ở xây dựng mới thấp tầng",
    "Đất hỗn hợp (ở kết hợp thương mại dịch vụ)",
)
_PLAN = "<p>Trên cơ sở đồ án quy hoạch chi tiết đã được phê duyệt, cơ quan cung cấp thông tin quy hoạch như sau:</p>"
_RESULTS = ("Công trình thi công đúng giấy phép xây dựng được cấp", "Đủ điều kiện đưa công trình vào sử dụng")


def planning(paper: Paper) -> str:
    """What may be built on a plot."""
    at = desk(paper, 2014, 2026)
    who = person(paper.rng, paper.either("Nam", "Nữ"), at.day, (28, 66), at.where)
    top = desk_head(paper, at, "document_number", paper.either("/UBND-QLĐT", "/QLĐT-QH"))
    told = f"{'Ông' if who.gender == 'Nam' else 'Bà'} {who.name}"
    lines: list[Row] = [
        row("Người đề nghị", paper.say("applicant_name", told)),
        row("Địa điểm", paper.say("site_address", home(paper.rng, at.where))),
        [
            ("Thửa đất số", paper.say("land_parcel_number", str(paper.rng.randint(5, 1900)))),
            ("Tờ bản đồ số", paper.say("map_sheet", str(paper.rng.randint(3, 120)))),
            ("Diện tích", measure(paper, "area_m2", 45, 400, square(paper))),
        ],
    ]
    name = title(paper, paper.either("THÔNG TIN QUY HOẠCH XÂY DỰNG", "CHỨNG CHỈ QUY HOẠCH"))
    return top + name + _PLAN + rows(paper, lines + _limits(paper)) + desk_end(paper, at, ("Như trên",))


def _limits(paper: Paper) -> list[Row]:
    red = paper.either("lộ giới 16 m", "cách tim đường 10 m", "theo bản đồ đính kèm")
    building = paper.either("lùi 3,0 m so với chỉ giới đường đỏ", "trùng chỉ giới đường đỏ")
    return [
        row("Chức năng sử dụng đất", paper.say("land_use_function", paper.rng.choice(_USES))),
        [
            ("Mật độ xây dựng tối đa", measure(paper, "building_density", 40, 100, "%")),
            ("Hệ số sử dụng đất", measure(paper, "floor_area_ratio", 1, 6, "")),
        ],
        row("Chiều cao tối đa", measure(paper, "height_m", 8, 30, "m")),
        row("Chỉ giới đường đỏ", paper.say("red_line", red)),
        row("Chỉ giới xây dựng", paper.say("building_line", building)),
    ]


def house_number(paper: Paper) -> str:
    """A certificate of a house's number."""
    at = desk(paper, 2008, 2026)
    who = person(paper.rng, paper.either("Nam", "Nữ"), at.day, (28, 75), at.where)
    top = desk_head(paper, at, "certificate_number", paper.either("/CNSN", "/GCN-SN"))
    told = f"{'Ông' if who.gender == 'Nam' else 'Bà'} {who.name.upper()}"
    lines: list[Row] = [row(paper.either("Chủ sở hữu nhà", "Cấp cho"), paper.say("owner_name", told))]
    if paper.chance(0.5):
        shown = id_paper(paper.rng, who, at.day, at.where, at.spelling)
        lines.append(row("Giấy tờ tùy thân", paper.say("owner_id_doc", shown)))
    new, old = (f"{paper.rng.randint(2, 300)}/{paper.rng.randint(1, 60)}" for _ in range(2))
    before = (
        paper.say("old_house_number", f"{old}B") if paper.chance(0.7) else paper.empty("old_house_number")
    )
    lines += [
        row("Được sử dụng số nhà", paper.say("house_number", new)),
        row("Đường", paper.say("street", paper.rng.choice(_STREETS))),
        row("Phường/xã", paper.say("ward", bare(at.where.ward))),
        row("Số nhà cũ", before),
    ]
    end = desk_end(paper, at, ("Chủ nhà", "Công an phường"))
    return top + title(paper, "GIẤY CHỨNG NHẬN SỐ NHÀ") + rows(paper, lines) + end


def completion(paper: Paper) -> str:
    """What was found of a finished house."""
    at = desk(paper, 2012, 2026)
    who = person(paper.rng, paper.either("Nam", "Nữ"), at.day, (28, 70), at.where)
    top = desk_head(paper, at, "document_number", paper.either("/HC-UBND", "/XN-HTCT"))
    given = at.day - timedelta(days=paper.rng.randint(200, 900))
    floors, unit = paper.rng.randint(1, 5), square(paper)
    told = f"{'Ông' if who.gender == 'Nam' else 'Bà'} {who.name}"
    permit = paper.say("permit_number", f"{paper.rng.randint(20, 900)}/GPXD")
    lines: list[Row] = [
        row("Chủ đầu tư", paper.say("owner_name", told)),
        row("Địa chỉ thường trú", paper.say("owner_address", home(paper.rng, at.where))),
        [
            ("Giấy phép xây dựng số", permit),
            ("ngày", paper.say("permit_date", f"{given:%d/%m/%Y}", given.isoformat())),
        ],
        row("Tên công trình", paper.say("work_name", "Nhà ở riêng lẻ")),
        row("Địa điểm xây dựng", paper.say("site_address", home(paper.rng, at.where))),
        row("Diện tích xây dựng tầng trệt", measure(paper, "actual_first_floor_area_m2", 38, 150, unit)),
        row("Tổng diện tích sàn thực tế", measure(paper, "actual_floor_area_m2", 60, 600, unit)),
        [
            ("Số tầng", paper.say("actual_storeys", f"{floors:02} tầng", str(floors))),
            ("Chiều cao", measure(paper, "actual_height_m", 4, 20, "m")),
        ],
        row("Sai khác so với giấy phép", paper.say("difference", "Không")),
        row("Kết luận", paper.say("conclusion", paper.rng.choice(_RESULTS))),
    ]
    name = title(paper, "GIẤY XÁC NHẬN", "<b>HOÀN THÀNH CÔNG TRÌNH XÂY DỰNG</b>")
    return top + name + rows(paper, lines) + desk_end(paper, at, ("Chủ đầu tư",))
