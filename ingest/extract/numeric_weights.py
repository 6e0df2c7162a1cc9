"""Weights of `numeric_rank`, written by benchmarks/train_numeric.py; do not edit by hand."""

RANK: dict[str, float] = {}
TRUST: dict[str, float] = {}
SIZE: dict[str, float] = {}
SIZE_TRUST: dict[str, float] = {}
KIND: dict[str, float] = {}
