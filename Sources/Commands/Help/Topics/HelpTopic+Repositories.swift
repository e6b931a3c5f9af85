extension HelpTopic {
  /// `kunci help repositories`.
  static let repositoriesText = #"""
      kunci history one two three                         several, in one process
      kunci history --repo-list repositories.txt          one on each line; - is standard input
      kunci history --repo-list list --clone mirrors      addresses are cloned by git, and later
                                                          fetched, into this folder

    Each place names its repository. One that cannot be read is an error of its own and hides no
    other. Small ones are scanned side by side, a large one with all threads.

    A shard is one such process with `--format jsonl`: each repository is written as soon as it is
    done, its findings and then a line about it. What spreads shards is up to you:

      xargs -a repositories -d '\n' -n 20 -P 2 sh -c \
        'kunci history "$@" -f jsonl > reports/$$.jsonl || [ $? -le 2 ]' sh
      kunci merge reports/*.jsonl --format html --output organisation.html

    `kunci merge` makes the same report of them in any order, also where some were done twice, or cut
    off and done again: of several scans of a repository the fullest counts. The first line of a
    shard's report names all that it is to scan; what was cut off makes the merge incomplete until
    another shard's report tells of it. In .github/fleet there are jobs for Spark and Kubernetes, and
    a page on what a large organisation costs.

    `--resume FILE` takes over from the report of a shard that was cut off what it did in full, as
    long as refs, rules, options, configuration, ignore file and baseline are as they were; where an
    entry ends on a day (until:), as long as it is that day.

    With `--cache FOLDER` the next scan reads only what is new. The folder can be shared, or copied:
    forks and other clones cost their own objects only. Two folders become one when the files of both
    are copied into it.

    Objects of a store, or any other inputs, go through one process as frames on standard input, each
    the name, NUL, the length in bytes as decimal digits, NUL, and the bytes:

      for name in *; do printf '%s\0%s\0' "$name" "$(($(wc -c <"$name")))"; cat "$name"; done |
        kunci stdin --names0 --format jsonl > objects.jsonl

    Each is scanned like a file of that name, archives are opened, and long ones are read as they
    come. Reports of several such scans merge like those of repositories. What is no frame is an
    error; whatever was whole before it is reported.
    """#
}
