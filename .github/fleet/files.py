"""Scans files of any store that Spark reads (s3a://, gs://, hdfs://, file://) with kunci.

    spark-submit files.py --files 's3a://bucket/2026/*' --output FOLDER [--kunci PROGRAM]
    kunci merge FOLDER/part-* --format html --output bucket.html

Each partition is one `kunci stdin --names0`: rules are prepared once, every file comes framed through a pipe and is
reported under its address. Archives and documents are opened there as on disk.
"""

import argparse
import subprocess
import sys
import threading

from pyspark.sql import SparkSession


def frames(files):
    """The input of `kunci stdin --names0`: NAME NUL LENGTH NUL BYTES."""
    for name, content in files:
        yield name.encode() + b"\0" + str(len(content)).encode() + b"\0"
        yield content


def scan(program, options):
    def scan_files(files):
        command = [program, "stdin", "--names0", "--format", "jsonl", *options]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            failure = []

            def feed():
                try:
                    with process.stdin:
                        for piece in frames(files):
                            process.stdin.write(piece)
                except Exception as error:  # Raised below, in the thread that Spark watches.
                    failure.append(error)

            feeder = threading.Thread(target=feed)
            feeder.start()
            for line in process.stdout:
                yield line.decode().rstrip("\n")
            feeder.join()
        if failure:
            raise failure[0]
        # 1: something was found. 2: not everything could be read, which the lines say.
        if process.returncode not in (0, 1, 2):
            raise RuntimeError(f"kunci ended with {process.returncode}")

    return scan_files


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--kunci", default="kunci")
    parser.add_argument("options", nargs="*", help="more for kunci stdin, behind --")
    arguments = parser.parse_args()
    spark = SparkSession.builder.appName("kunci").getOrCreate().sparkContext
    spark.setLogLevel("ERROR")
    spark.binaryFiles(arguments.files).mapPartitions(
        scan(arguments.kunci, arguments.options)
    ).saveAsTextFile(arguments.output)


if __name__ == "__main__":
    sys.exit(main())
