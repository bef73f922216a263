# The program of `sohoa serve` and `sohoa desk`: one image, two commands (see compose.yaml).
FROM python:3.11-slim-bookworm

# The group `run` of packages.apt, and what talks to PostgreSQL's dumps for backup and restore.
WORKDIR /opt/sohoa
COPY packages.apt tools/apt.sh ./build/
RUN apt-get update \
    && awk '/^#: / { inside = $2 == "run" } !/^#/ && NF && inside' build/packages.apt \
       | xargs apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*

COPY tools/uv.txt ./tools/
RUN python -m pip install --no-cache-dir --require-hashes --only-binary :all: -r tools/uv.txt
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project
COPY . .
RUN uv sync --frozen --no-dev

RUN useradd --create-home --uid 10001 sohoa && mkdir -p /var/lib/sohoa && chown sohoa /var/lib/sohoa
USER sohoa
ENV SOHOA_HOME=/var/lib/sohoa PATH=/opt/sohoa/.venv/bin:$PATH
ENTRYPOINT ["sohoa"]
