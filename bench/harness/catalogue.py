"""Which benchmarks there are: every module of `bench.benchmarks` that has a `BENCHMARK`."""

import importlib
import pkgutil

import bench.benchmarks
from bench.harness.benchmark import Benchmark


def names() -> list[str]:
    """The names of the modules, which are the names of the benchmarks, in alphabetical order."""
    found = pkgutil.iter_modules(bench.benchmarks.__path__)
    return sorted(module.name for module in found)


def benchmark(name: str) -> Benchmark:
    """Raises KeyError when there is none of this name."""
    if name not in names():
        raise KeyError(name)
    found = importlib.import_module(f"bench.benchmarks.{name}").BENCHMARK
    if not isinstance(found, Benchmark):
        raise TypeError(f"bench.benchmarks.{name}.BENCHMARK is no Benchmark")
    return found
