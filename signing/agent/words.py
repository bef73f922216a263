"""Every text that the agent itself shows, Vietnamese and English."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "about": (
        "Ký tại máy của người có thẩm quyền: nhận tài liệu từ máy chủ, xem, nhập PIN, ký, gửi trả. "
        "Mã thoát: 0 xong, 1 dùng sai, 3 máy này thiếu gì đó, 4 bị từ chối hoặc sai PIN, "
        "5 mới xong một phần (chạy lại lệnh để làm tiếp), 130 dừng theo yêu cầu.",
        "Signs on the official's own computer: gets documents from the server, shows them, asks for the PIN, signs, "
        "sends back. Exit codes: 0 done, 1 wrong use, 3 something missing on this machine, 4 refused or wrong PIN, "
        "5 partly done (run again to go on), 130 stopped on request.",
    ),
    "help.certificates": ("liệt kê chứng thư trong thiết bị ký", "list the certificates in the token"),
    "help.list": ("liệt kê tài liệu chờ ký", "list the documents that wait"),
    "help.sign": ("xem và ký", "look and sign"),
    "help.forget": ("kết thúc phiên và xóa mọi thứ đã lưu", "end the session and delete what was kept"),
    "option.lang": ("ngôn ngữ: vi, en", "language: vi, en"),
    "option.module": ("thư viện PKCS#11 của thiết bị ký", "PKCS#11 library of the token"),
    "option.server": ("địa chỉ https://MÁY_CHỦ/agent/v1", "address https://HOST/agent/v1"),
    "option.ca": (
        "tệp PEM chứng thư gốc của máy chủ (mặc định: của hệ điều hành)",
        "PEM file of the server's root (default: the operating system's)",
    ),
    "option.certificate": ("vân tay SHA-256 của chứng thư", "SHA-256 fingerprint of the certificate"),
    "option.chain": ("tệp PEM các chứng thư cấp trên", "PEM file of the certificates above it"),
    "option.code-fd": ("đọc mã một lần từ kênh N", "read the one-time code from descriptor N"),
    "option.pin-fd": ("đọc PIN từ kênh N", "read the PIN from descriptor N"),
    "option.state": ("thư mục ghi nhớ phiên", "folder that remembers the session"),
    "option.save": (
        "lưu các tệp sẽ ký vào thư mục này để xem",
        "save the files to be signed here, to look at",
    ),
    "option.viewer": ("chương trình mở PDF", "program that opens a PDF"),
    "option.yes": ("đã xem danh sách, không hỏi lại", "the list was seen; do not ask"),
    "option.development": (
        "cho phép khóa trong tệp, chỉ để thử nghiệm",
        "allow a key in a file, for trying out only",
    ),
    "option.key-file": ("khóa PEM (chỉ cùng --development)", "PEM key (with --development only)"),
    "option.certificate-file": (
        "chứng thư PEM (chỉ cùng --development)",
        "PEM certificate (with --development only)",
    ),
    "ask.code": ("Mã một lần (lấy trên trang ký): ", "One-time code (from the signing page): "),
    "ask.pin": ("Mã PIN của thiết bị ký: ", "PIN of the token: "),
    "ask.consent": (
        "Gõ “ky” để ký {count} tài liệu, số thứ tự để xem, Enter để dừng: ",
        "Type “sign” to sign {count} documents, a number to look at one, Enter to stop: ",
    ),
    "signer": ("Người ký: {name}", "Signer: {name}"),
    "development": (
        "CHÚ Ý: khóa trong tệp, chỉ để thử nghiệm; chữ ký không có giá trị pháp lý.",
        "NOTE: the key is in a file, for trying out; the signature has no legal value.",
    ),
    "none": ("Không có tài liệu nào chờ ký.", "No document waits."),
    "paper": (
        "{n:>4}. {title} | số {number} | {pages} trang | SHA-256 {sha256}",
        "{n:>4}. {title} | No. {number} | {pages} pages | SHA-256 {sha256}",
    ),
    "state": ("      trạng thái: {state}", "      state: {state}"),
    "saved": ("      tệp: {path}", "      file: {path}"),
    "resumed": ("Làm tiếp phiên đang dở.", "Going on with the session that was open."),
    "sent": ("Đã gửi lại chữ ký còn chờ: {document}", "Sent a signature that was still waiting: {document}"),
    "renewed": (
        "Yêu cầu ký của {count} tài liệu đã hết hạn khi đang chờ; lấy lại và xem lại.",
        "The jobs of {count} documents expired meanwhile; they were fetched again and are shown again.",
    ),
    "row.signed": ("{n:>4}. ĐÃ KÝ ({level}): {title}", "{n:>4}. SIGNED ({level}): {title}"),
    "row.accepted": (
        "{n:>4}. ĐÃ KÝ, máy chủ chờ dấu thời gian: {title}",
        "{n:>4}. SIGNED, the server awaits its timestamp: {title}",
    ),
    "row.refused": ("{n:>4}. KHÔNG KÝ: {title}: {why}", "{n:>4}. NOT SIGNED: {title}: {why}"),
    "total": (
        "Đã ký {signed}, không ký {refused}, còn lại {left}.",
        "Signed {signed}, not signed {refused}, left {left}.",
    ),
    "stopped": (
        "Dừng theo yêu cầu; chưa ký thêm tài liệu nào.",
        "Stopped on request; nothing more was signed.",
    ),
    "forgotten": (
        "Đã kết thúc phiên và xóa dữ liệu tạm.",
        "The session is closed and what was kept is deleted.",
    ),
}
CONSENT = {"vi": ("ky", "ký"), "en": ("sign",)}


def word(language: str, key: str, **given: object) -> str:
    """The text under `key` with its gaps filled."""
    return _WORDS[key][language == "en"].format(**given)
