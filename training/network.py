"""Tesseract's networks for Vietnamese as a module of torch: in its own notation [1,36,0,1 Ct3,3,16 Mp3,3 Lfys64 Lfx96
Lrx96 Lfx512 O1c] for that of tessdata_best, Lfys48 and Lfx192 for that of Debian's package.

Weights come from a network's file and go back there. It computes as the engine does, but for weights and values that
the engine rounds to whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.network_file import Weights
from training.samples import HEIGHT, STEP

_WINDOW = 3
# Rows that are left when three have become one.
_ROWS = HEIGHT // STEP
_GATES = 4


class Network(nn.Module):
    """`weights`: those of `NetworkFile.matrices`, in its order; `noise` draws what surrounds a line."""

    def __init__(self, weights: Sequence[Weights], noise: torch.Generator) -> None:
        super().__init__()
        self._noise = noise
        # Of each layer the first matrix tells how many cells it has.
        planes, column, forth, back, last, codes = (len(weights[place]) for place in (0, 1, 5, 9, 13, -1))
        self.convolution = nn.Conv2d(1, planes, _WINDOW)
        self.column = nn.LSTM(planes, column)
        self.forth = nn.LSTM(column, forth)
        self.back = nn.LSTM(forth, back)
        self.last = nn.LSTM(back, last)
        self.output = nn.Linear(last, codes)
        with torch.no_grad():
            self._take(weights)

    def forward(self, lines: Tensor, widths: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of all codes (steps, lines, codes) and how many steps each line has.

        `lines`: (lines, 36, width), -1 ink to 1 paper; `widths`: the pixels of each that are its own.
        """
        count, _, width = lines.shape
        planes = torch.tanh(self.convolution(_surrounded(lines, widths, self._noise)[:, None]))
        planes = functional.max_pool2d(planes, STEP)
        steps = width // STEP
        upright = planes.permute(2, 0, 3, 1).reshape(_ROWS, count * steps, -1)
        _, (columns, _) = self.column(upright)
        along = columns[0].reshape(count, steps, -1).transpose(0, 1)
        along, _ = self.forth(along)
        lengths = widths // STEP
        backwards = _reversed_order(steps, lengths)
        back, _ = self.back(torch.take_along_dim(along, backwards, 0))
        along, _ = self.last(torch.take_along_dim(back, backwards, 0))
        return self.output(along), lengths

    def weights(self) -> list[Weights]:
        """All weights in the order of `NetworkFile.matrices`."""
        window = self.convolution.weight[:, 0].transpose(1, 2).reshape(-1, _WINDOW**2)
        rows = [_with_bias(window, self.convolution.bias)]
        for layer in (self.column, self.forth, self.back, self.last):
            rows += _gates_of(layer)
        return [_numbers(row) for row in (*rows, _with_bias(self.output.weight, self.output.bias))]

    def _take(self, weights: Sequence[Weights]) -> None:
        first, *gates, output = (torch.tensor(matrix) for matrix in weights)
        # Tesseract counts a window column by column.
        window = first[:, :-1].reshape(-1, _WINDOW, _WINDOW).transpose(1, 2)
        self.convolution.weight.copy_(window[:, None])
        self.convolution.bias.copy_(first[:, -1])
        for number, layer in enumerate((self.column, self.forth, self.back, self.last)):
            _take_gates(layer, gates[_GATES * number : _GATES * (number + 1)])
        self.output.weight.copy_(output[:, :-1])
        self.output.bias.copy_(output[:, -1])


def _surrounded(lines: Tensor, widths: Tensor, noise: torch.Generator) -> Tensor:
    """The lines with a pixel more on each side; what is not theirs is noise, as the engine fills it."""
    count, height, width = lines.shape
    wide = torch.empty(count, height + 2, width + 2).uniform_(-1, 1, generator=noise)
    own = torch.arange(width)[None, :] < widths[:, None]
    wide[:, 1:-1, 1:-1] = torch.where(own[:, None, :], lines, wide[:, 1:-1, 1:-1])
    return wide


def _reversed_order(steps: int, lengths: Tensor) -> Tensor:
    """For each step the one that stands there when each line is read from its own end; the rest keep their place."""
    forwards = torch.arange(steps)[:, None].expand(steps, len(lengths))
    return torch.where(forwards < lengths[None], lengths[None] - 1 - forwards, forwards)[..., None]


def _take_gates(layer: nn.LSTM, gates: Sequence[Tensor]) -> None:
    """Tesseract keeps cell input, input, forget and output gate; torch input, forget, cell and output."""
    cell, into, forget, out = gates
    rows = torch.cat([into, forget, cell, out])
    inputs = layer.input_size
    layer.weight_ih_l0.copy_(rows[:, :inputs])
    layer.weight_hh_l0.copy_(rows[:, inputs:-1])
    layer.bias_ih_l0.copy_(rows[:, -1])
    # One bias for both: Tesseract has no second.
    layer.bias_hh_l0.zero_().requires_grad_(False)


def _gates_of(layer: nn.LSTM) -> list[Tensor]:
    rows = torch.cat([layer.weight_ih_l0, layer.weight_hh_l0, layer.bias_ih_l0[:, None]], 1)
    into, forget, cell, out = rows.chunk(_GATES)
    return [cell, into, forget, out]


def _with_bias(weight: Tensor, bias: Tensor) -> Tensor:
    return torch.cat([weight, bias[:, None]], 1)


def _numbers(tensor: Tensor) -> Weights:
    return np.asarray(tensor.detach().numpy(), np.float32)
