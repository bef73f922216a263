"""Words that stand on typeset papers of offices in several tests: the motto, a day, the beginning of a text."""

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DATE = "Hà Nội, ngày 05 tháng 9 năm 2025"
TEXT = (
    "Thực hiện kế hoạch công tác năm 2025 của đơn vị, theo đề nghị của các phòng chức năng,",
    "đơn vị đề nghị các cơ quan phối hợp thực hiện các nội dung sau đây.",
)
