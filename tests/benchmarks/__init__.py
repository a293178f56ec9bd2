"""What the program costs beside a limit or peer of the same run: ``python -m tests.benchmarks [--small] [name …]``.

Each ``bench_*.py`` has ``run(small: bool) -> Iterator[Row]``. Only ratios of one run count; none fails for being slow.
"""
