"""Scans many repositories with kunci on Spark.

    spark-submit spark.py --repositories LIST --output FOLDER [--kunci PROGRAM] [--shards N]
    kunci merge FOLDER/part-* --format html --output organisation.html

LIST names one repository on each line, by a path that every worker can read. Each shard is one
`kunci history --repo-list -`, so that rules are prepared once for all of its repositories. Spark sees to
retries, slow and lost workers: a shard's lines are committed once, and what is there twice merges to
the same.
"""

import argparse
import os
import subprocess
import sys

from pyspark.sql import SparkSession


def size(repository):
    """Bytes in the packs of a repository: a guess at how long it takes."""
    for folder in (".git/objects/pack", "objects/pack"):
        packs = os.path.join(repository, folder)
        if os.path.isdir(packs):
            return sum(entry.stat().st_size for entry in os.scandir(packs))
    return 0


def deal(repositories, count):
    """Deals repositories to shards, the largest first, each to the shard with the least so far."""
    shards = [[0, []] for _ in range(max(1, min(count, len(repositories))))]
    for repository in sorted(repositories, key=size, reverse=True):
        shard = min(shards, key=lambda shard: shard[0])
        shard[0] += size(repository) + 1
        shard[1].append(repository)
    return [names for _, names in shards]


def scan(program, options):
    def scan_shards(shards):
        for names in shards:
            command = [program, "history", "--repo-list", "-", "--format", "jsonl", *options]
            result = subprocess.run(
                command, input="\n".join(names).encode(), stdout=subprocess.PIPE)
            # 1: something was found. 2: not everything could be read, which the lines say.
            if result.returncode not in (0, 1, 2):
                raise RuntimeError(f"kunci ended with {result.returncode}")
            # One text for a shard: many small ones cost Spark more than kunci takes to find them.
            yield result.stdout.decode().rstrip("\n")

    return scan_shards


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repositories", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--kunci", default="kunci")
    parser.add_argument("--shards", type=int, default=0)
    parser.add_argument("options", nargs="*", help="more for kunci history, behind --")
    arguments = parser.parse_args()
    with open(arguments.repositories, encoding="utf-8", errors="surrogateescape") as lines:
        repositories = [line.rstrip("\n") for line in lines if line.strip()]
    spark = SparkSession.builder.appName("kunci").getOrCreate().sparkContext
    spark.setLogLevel("ERROR")
    shards = deal(repositories, arguments.shards or 4 * spark.defaultParallelism)
    spark.parallelize(shards, len(shards)).mapPartitions(
        # A worker has one core for each task.
        scan(arguments.kunci, ["--threads", "1", *arguments.options])
    ).saveAsTextFile(arguments.output)


if __name__ == "__main__":
    sys.exit(main())
