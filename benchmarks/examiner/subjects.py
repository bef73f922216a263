"""What letters and decisions are about: a short title, and paragraphs that go with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """A title without "Về việc", and the paragraphs of a letter on it."""

    title: str
    said: tuple[str, ...]


SUBJECTS = (
    Subject(
        "rà soát, chuẩn hóa dữ liệu hộ tịch phục vụ kết nối với Cơ sở dữ liệu quốc gia về dân cư",
        (
            "Thực hiện Đề án số hóa sổ hộ tịch lịch sử, hiện nay vẫn còn nhiều trường hợp dữ "
            "liệu chưa khớp giữa sổ giấy "
            "và phần "
            "mềm.",
            "Đề nghị các đơn vị chủ động đối chiếu từng trường hợp, cập nhật kết quả trước ngày "
            "25 hằng tháng và gửi báo cáo "
            "về bộ phận đầu "
            "mối.",
            "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, kịp thời phản ánh để được hướng dẫn, giải quyết.",
        ),
    ),
    Subject(
        "phê duyệt kế hoạch lựa chọn nhà thầu gói thầu mua sắm thiết bị công nghệ thông tin năm 2024",
        (
            "Phê duyệt kế hoạch lựa chọn nhà thầu với tổng giá trị các gói thầu là "
            "1.486.500.000 đồng, nguồn vốn "
            "ngân sách đã giao trong dự "
            "toán "
            "năm.",
            "Chủ đầu tư chịu trách nhiệm tổ chức lựa chọn nhà thầu theo đúng quy định hiện "
            "hành, bảo đảm công khai, minh "
            "bạch và hiệu quả kinh "
            "tế.",
        ),
    ),
    Subject(
        "tăng cường công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ trong mùa khô",
        (
            "Thời gian qua, tình hình cháy, nổ trên địa bàn diễn biến phức tạp, nhất là tại các "
            "khu nhà trọ và cơ sở sản xuất "
            "xen lẫn khu dân "
            "cư.",
            "Yêu cầu các đơn vị tổ chức tự kiểm tra an toàn điện, bố trí lực lượng thường trực "
            "và duy trì phương tiện chữa "
            "cháy tại "
            "chỗ.",
            "Kết quả thực hiện báo cáo bằng văn bản trước ngày 15 tháng sau.",
        ),
    ),
    Subject(
        "ban hành Quy chế làm việc của Bộ phận Tiếp nhận và Trả kết quả",
        (
            "Ban hành kèm theo Quyết định này Quy chế làm việc gồm 05 chương, 18 điều.",
            "Các quy định trước đây trái với Quy chế này đều bị bãi bỏ.",
        ),
    ),
    Subject(
        "nghỉ Tết Dương lịch và phân công trực cơ quan",
        (
            "Toàn thể viên chức, người lao động được nghỉ 01 ngày; các đơn vị có tính chất công "
            "việc đặc thù bố trí nghỉ bù "
            "phù "
            "hợp.",
            "Trưởng các đơn vị phân công người trực, kiểm tra điện, nước, niêm phong phòng làm việc trước khi nghỉ.",
        ),
    ),
    Subject(
        "thành lập Hội đồng tuyển sinh trình độ đại học hình thức vừa làm vừa học đợt 2",
        (
            "Thành lập Hội đồng gồm các ông, bà có tên trong danh sách kèm theo.",
            "Hội đồng có nhiệm vụ tổ chức xét tuyển theo đúng Quy chế tuyển sinh hiện hành và "
            "tự giải thể sau khi hoàn "
            "thành nhiệm "
            "vụ.",
        ),
    ),
    Subject(
        "công nhận tốt nghiệp và cấp bằng cho 214 sinh viên hệ chính quy",
        (
            "Công nhận tốt nghiệp và cấp bằng cho 214 sinh viên các khóa (có danh sách kèm theo).",
            "Sinh viên có tên trong danh sách được hưởng mọi quyền lợi theo Quy chế đào tạo hiện hành.",
        ),
    ),
    Subject(
        "tạm ngừng cung cấp nước sạch để đấu nối tuyến ống cấp nước D400",
        (
            "Để thi công đấu nối, khu vực từ cầu Rạch Chiếc đến ngã tư Bình Thái sẽ ngừng cung "
            "cấp nước từ 22 giờ đến 5 giờ "
            "sáng hôm "
            "sau.",
            "Kính mong khách hàng chủ động dự trữ nước trong thời gian nêu trên và thông cảm vì sự bất tiện này.",
        ),
    ),
    Subject(
        "điều động và bổ nhiệm viên chức quản lý",
        (
            "Điều động và bổ nhiệm bà Lương Thị Kim Uyên giữ chức vụ Phó Trưởng phòng, thời hạn 05 năm.",
            "Bà Lương Thị Kim Uyên được hưởng hệ số phụ cấp chức vụ theo quy định hiện hành kể "
            "từ ngày quyết định có hiệu "
            "lực.",
        ),
    ),
    Subject(
        "trả lời đơn kiến nghị của công dân liên quan đến ranh giới sử dụng đất",
        (
            "Sau khi xem xét hồ sơ và kết quả xác minh thực địa, cơ quan có ý kiến như sau:",
            "Phần diện tích nêu trong đơn nằm ngoài ranh giới thửa đất đã được cấp giấy chứng "
            "nhận; việc xác định lại ranh "
            "giới thuộc thẩm quyền của cơ "
            "quan đăng ký đất "
            "đai.",
            "Đề nghị công dân liên hệ nơi có đất để được hướng dẫn thủ tục đo đạc lại.",
        ),
    ),
    Subject(
        "triển khai tiêm chủng bổ sung vắc xin sởi cho trẻ từ 06 tháng đến dưới 09 tháng tuổi",
        (
            "Căn cứ tình hình dịch bệnh, việc tiêm bổ sung được thực hiện tại tất cả trạm y tế từ ngày mồng 5.",
            "Các đơn vị lập danh sách trẻ trong độ tuổi, bảo đảm không bỏ sót đối tượng, báo cáo tiến độ hằng ngày.",
        ),
    ),
    Subject(
        "quyết toán kinh phí sửa chữa trụ sở làm việc hoàn thành năm 2019",
        (
            "Giá trị quyết toán được phê duyệt là 732.418.000 đồng, giảm so với dự toán 18.582.000 đồng.",
            "Kế toán có trách nhiệm tất toán tài khoản và lưu trữ hồ sơ theo quy định.",
        ),
    ),
    Subject(
        "tổ chức Tuần lễ sinh viên và Ngày hội việc làm",
        (
            "Thời gian: từ 7 giờ 30 phút; địa điểm: Hội trường A, cơ sở 1.",
            "Các khoa thông báo đến toàn thể sinh viên, phân công cố vấn học tập tham dự.",
            "Kinh phí trích từ quỹ hoạt động phong trào của đơn vị.",
        ),
    ),
    Subject(
        "cấp mã số cơ sở đóng gói nông sản xuất khẩu và quản lý vùng trồng trên địa bàn các xã thuộc khu vực phía Tây",
        (
            "Đề nghị tổ chức, cá nhân có nhu cầu lập hồ sơ và gửi về cơ quan chuyên môn trước ngày 20.",
            "Việc kiểm tra thực tế do đoàn liên ngành thực hiện trong thời hạn 10 ngày làm việc.",
        ),
    ),
)
