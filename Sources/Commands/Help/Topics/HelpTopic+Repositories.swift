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
    off and done again: of several scans of a repository the fullest counts. In .github/fleet there
    are a job for Spark and one for Kubernetes.

    `--resume FILE` takes over from the report of a shard that was cut off what it did in full, as
    long as refs, rules, options and the repository's own settings are as they were.

    With `--cache FOLDER` the next scan reads only what is new. The folder can be shared, or copied:
    forks and other clones cost their own objects only.
    """#
}
