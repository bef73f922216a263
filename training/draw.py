"""Draws pages of lines into a folder, a file each: `python -m training.draw --out DIR --seed N --pages N`.

What is there already stays, so that it goes on where it was stopped. Equal seeds give equal pages on equal typefaces.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from random import Random

import cv2
from rich.progress import track

from training.lines import drawn_lines
from training.network_file import NetworkFile
from training.recoder import Recoder, recoder
from training.samples import keep, sample
from training.typefaces import Typefaces, typefaces
from training.words import Words, words

NETWORK = Path(__file__).resolve().parent / "vie_best.traineddata"


def page_files(folder: Path, seed: int, pages: int) -> list[Path]:
    """Where the lines of each page are kept."""
    return [folder / f"{seed}-{page:04}.npz" for page in range(pages)]


def draw_pages(folder: Path, seed: int, pages: int, workers: int, network: Path = NETWORK) -> list[Path]:
    """The files with the lines of `pages` pages, those drawn that are not there yet, by `workers` processes."""
    folder.mkdir(parents=True, exist_ok=True)
    files = page_files(folder, seed, pages)
    missing = [(file, seed, number, network) for number, file in enumerate(files) if not file.exists()]
    if missing:
        with ProcessPoolExecutor(workers) as pool:
            for _ in track(pool.map(_draw, missing), f"pages of seed {seed}", len(missing)):
                pass
    return files


def _draw(task: tuple[Path, int, int, Path]) -> None:
    file, seed, number, network = task
    # Processes are what runs in parallel here.
    cv2.setNumThreads(1)
    codes, known, faces = material(network)
    lines = drawn_lines(Random(f"{seed}/{number}"), known, faces)
    ready = (sample(line, codes) for line in lines)
    keep(file, [line for line in ready if line is not None])


@cache
def material(network: Path = NETWORK) -> tuple[Recoder, Words, Typefaces]:
    """What every page needs: the network's codes, words of its letters, and the installed typefaces."""
    codes = recoder(NetworkFile.parsed(network.read_bytes()))
    return codes, words(codes.characters), typefaces()


def main(arguments: Iterable[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Draws pages of lines for training.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the lines")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pages", type=int, default=760)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(list(arguments) if arguments is not None else None)
    draw_pages(given.out, given.seed, given.pages, given.workers)


if __name__ == "__main__":
    main()
