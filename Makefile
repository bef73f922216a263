# Every command of this house; `make` alone lists them. Needs python3 (3.11 or later), make, git.
# Paths are relative throughout: make splits absolute ones at the spaces a home folder may hold.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.NOTPARALLEL:
# Hundreds of commands and workers start in a test run; none is to compile every library and our own code anew.
unexport PYTHONDONTWRITEBYTECODE
# Three keep two cores busy: many tests wait for servers, time limits and disks.
TEST_PROCESSES ?= 3
# tests/conftest.py says which modules begin.
IN_PARALLEL := -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder
# The longest phase of a test takes 39 s. One that takes ten minutes hangs: its process says where each of its threads
# stands and ends, the test fails and the run goes on in a new process; twice, since a fault in the code hangs every time.
HANGS = -o faulthandler_timeout=$(1) -o faulthandler_exit_on_timeout=true --max-worker-restart 2
.PHONY: bench-archive soak-archive conformance crash-matrix help demo test test-postgres test-ceph bench-search bench-desk check setup setup-run lint types format bench bench-read bench-fields calibrate ablation soak-read sign-samples tamper-table bench-signing network tools sweep clean

help: ## Liệt kê các lệnh / list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

demo: setup-run ## Chạy thử từ giấy đến kho lưu trữ / from paper to archive, on samples
	@.venv/bin/sohoa demo $(ARGS)

# The types, which one core checks alone, beside the tests; both are always told.
test: setup lint ## Cài đặt rồi kiểm tra toàn bộ / set up, then check everything
	@mkdir -p build; .venv/bin/mypy >build/types.out 2>&1 & types=$$!; failed=0; \
	.venv/bin/pytest $(IN_PARALLEL) $(call HANGS,600) -m "not proof" $(ARGS) || failed=$$?; \
	wait $$types || failed=1; cat build/types.out; exit $$failed

proofs: setup ## Ngắt giữa chừng, chạy chồng nhau: bằng chứng chậm / kills and collisions of whole commands, the slow proofs
	@.venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder $(call HANGS,1800) -m proof $(ARGS)

check: test ## Như make test / the same as make test

setup: ## Cài .venv kèm công cụ phát triển / make .venv with the development tools
	@tools/setup.sh dev

setup-run:
	@tools/setup.sh run

lint: setup ## Kiểm tra trình bày mã / ruff: format and lint
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .

types: setup ## Kiểm tra kiểu / mypy, strict
	@.venv/bin/mypy

format: setup ## Sửa trình bày mã / let ruff put the layout right
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

tools: ## Tải công cụ chỉ dùng để kiểm thử / bring veraPDF, EU DSS, pdf.js, two S3 servers and PostgreSQL for the tests
	@tools/verapdf.sh
	@tools/dss.sh
	@tools/pdfjs.sh
	@tools/axe.sh
	@tools/versitygw.sh
	@tools/commons_ip.sh
	@tools/minio.sh
	@tools/postgres.sh

test-postgres: setup ## Sổ cái và chỉ mục trên PostgreSQL / ledger, review, registers and index on PostgreSQL
	@tools/postgres.sh
	@TEST_DATABASE=postgresql SOHOA_REQUIRE_TOOLS=1 .venv/bin/pytest $(IN_PARALLEL) $(call HANGS,600) tests/pipeline tests/archive $(ARGS)

test-ceph: setup ## Kho trên cổng S3 của Ceph / stores, locks, removal and crashes on Ceph's S3 gateway
	@tools/apt.sh ceph
	@SOHOA_TEST_S3_SERVERS=ceph SOHOA_REQUIRE_TOOLS=1 .venv/bin/pytest -k ceph tests/archive $(ARGS)

crash-matrix: setup ## Mọi sự cố ở mọi bước ghi kho / every crash and fault at every step, on folder and both S3 servers
	@tools/apt.sh test
	@SOHOA_CRASH_MATRIX=1 SOHOA_REQUIRE_TOOLS=1 .venv/bin/pytest -n $(TEST_PROCESSES) -rA tests/archive/test_crash.py tests/archive/test_crash_s3.py tests/archive/test_power_loss.py tests/archive/test_disk_full.py tests/archive/test_two_writers.py $(ARGS)

conformance: setup ## Bộ thử công khai OCFL, BagIt trong FIXTURES=... / the public OCFL and BagIt suites in FIXTURES=...
	@FIXTURES="$(FIXTURES)" .venv/bin/pytest -rs tests/archive/test_conformance.py $(ARGS)

bench: setup ## So sánh nhanh trên mười trang / a quick comparison with ocrmypdf, on ten pages
	@tools/bench.sh
	@.venv/bin/python -m benchmarks.read --sizes 10 $(ARGS)

bench-read: setup ## So sánh với ocrmypdf trên cùng các trang / measure against ocrmypdf and bare Tesseract
	@tools/bench.sh
	@.venv/bin/python -m benchmarks.read $(ARGS)

ablation: setup ## Mỗi bước làm sạch được gì / what each cleanup step gives, by degradation
	@.venv/bin/python -m benchmarks.cleanup_steps $(ARGS)

bench-archive: setup ## Chi phí lưu kho so với công cụ trần / what the archive costs beside bare puts and sha256sum
	@.venv/bin/python -m benchmarks.archive $(ARGS)

soak-archive: setup ## Lật bit ngẫu nhiên, phải tìm ra hết / bits flipped at random, every one must be found and repaired
	@.venv/bin/python -m benchmarks.soak_archive $(ARGS)

bench-fields: setup ## Đo trường dữ liệu / classification, exact fields, coverage, silent errors, by type and degradation
	@tools/handwriting_fonts.sh >/dev/null
	@.venv/bin/python -m benchmarks.fields $(ARGS)

calibrate: setup ## Hiệu chỉnh độ tin cậy / fit and judge what a field's confidence is worth (ARGS=--write keeps it)
	@tools/handwriting_fonts.sh >/dev/null
	@.venv/bin/python -m benchmarks.calibrate $(ARGS)

soak-read: setup ## Đọc 1.000 trang, canh bộ nhớ / 1,000 pages through the pool with memory watched
	@.venv/bin/python -m benchmarks.soak $(ARGS)

bench-search: setup ## Tìm kiếm trên 1.000.000 tài liệu / searching 1,000,000 records on SQLite and PostgreSQL (ARGS="--records N --work DIR")
	@tools/postgres.sh
	@.venv/bin/python -m benchmarks.search $(ARGS)

bench-desk: setup ## Bàn làm việc với 20 người cùng làm / the web desk with 20 people at work, 1,000,000 records (ARGS="--records N")
	@.venv/bin/python -m benchmarks.desk $(ARGS)

sign-samples: setup ## Tạo tệp ký mẫu trong OUT=... / signed sample files in OUT=..., and how to judge them
	@.venv/bin/python -m benchmarks.sign_samples "$(OUT)"

tamper-table: setup ## Tệp bị sửa và kết luận / every kind of tampered file, and how it is judged
	@.venv/bin/python -m benchmarks.tamper_table

bench-signing: setup ## Chi phí mỗi chữ ký / what a signature costs at each level, beside the bare library
	@.venv/bin/python -m benchmarks.signing $(ARGS)

network: setup ## Huấn luyện thêm mạng đọc chữ / train the network that reads further, 40 minutes (ARGS="--out FILE --pages N --minutes N")
	@tools/network.sh
	@build/training-venv/bin/python -m training.fit --out build/vie_office.traineddata $(ARGS)

sweep: setup ## Đọc thử mọi tệp trong DIR=... / survey, decode and read every file in DIR=..., report what breaks
	@.venv/bin/python -m benchmarks.sweep "$(DIR)" $(ARGS)

clean: ## Xóa .venv và tệp tạm, không đụng dữ liệu / remove .venv and caches, never data
	@rm -rf .venv .mypy_cache .ruff_cache .hypothesis build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
