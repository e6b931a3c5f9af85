import ScanTestSupport
import TestSupport

extension HistoryCase {
  /// Where in a repository a commit can hide.
  static let refs: [HistoryCase] = [
    HistoryCase("added and removed", finds: [.key(1, "a.env:1:5 < Add")]) { repository in
      try repository.write("a.env", "KEY=\(LeakedKey.text(1))\n")
      try repository.commit("Add")
      try repository.write("a.env", "KEY=\n")
      try repository.commit("Remove")
    },
    HistoryCase("at HEAD", finds: [.key(1, "sub/a.env:2:5 < Add", atHead: true)]) { repository in
      try repository.write("sub/a.env", "# settings\nKEY=\(LeakedKey.text(1))\n")
      try repository.commit("Add")
    },
    HistoryCase("only on a branch", finds: [.key(1, "a.env:1:1 < Try")]) { repository in
      try repository.commit("Base")
      try repository.git("checkout", "-q", "-b", "try/out")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Try")
      try repository.git("checkout", "-q", "main")
    },
    HistoryCase("only behind a tag", finds: [.key(1, "a.env:1:1 < Try")]) { repository in
      try repository.commit("Base")
      try repository.git("checkout", "-q", "--detach")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Try")
      try repository.git("tag", "v1")
      try repository.git("checkout", "-q", "main")
      try repository.git("reflog", "expire", "--expire=now", "--all")
    },
    HistoryCase("a tag on a blob", finds: [.key(1, "blob/*:1:1")]) { repository in
      try repository.commit("Base")
      try repository.write("a.env", LeakedKey.text(1))
      let blob = try repository.git("hash-object", "-w", "a.env").split(separator: "\n")
      try repository.git("tag", "loose", String(blob[0]))
    },
    HistoryCase("stash", finds: [.key(1, "a.env:1:1 < On main: later")]) { repository in
      try repository.write("a.env", "")
      try repository.commit("Base")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.git("stash", "push", "-q", "-m", "later")
    },
    HistoryCase(
      "an older stash, staged and untracked",
      finds: [
        .key(1, "a.env:1:1 < index on main: * Base"),
        .key(2, "b.env:1:1 < untracked files on main: * Base"),
      ]
    ) { repository in
      try repository.commit("Base")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.git("add", "a.env")
      try repository.write("b.env", LeakedKey.text(2))
      try repository.git("stash", "push", "-q", "-u")
      try repository.write("c.env", "nothing")
      try repository.git("stash", "push", "-q", "-u")
    },
    HistoryCase("only in the reflog", finds: [.key(1, "a.env:1:1 < Oops")]) { repository in
      try repository.commit("Base")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Oops")
      try repository.git("reset", "-q", "--hard", "HEAD~1")
    },
    HistoryCase("amended away", finds: [.key(1, "a.env:1:1 < Oops")]) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Oops")
      try repository.write("a.env", "")
      try repository.git("commit", "-q", "-a", "--amend", "-m", "Better")
    },
    HistoryCase(
      "detached HEAD", finds: [.key(1, "a.env:1:1 < Apart", atHead: true)]
    ) { repository in
      try repository.commit("Base")
      try repository.git("checkout", "-q", "--detach")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Apart")
      try repository.git("reflog", "expire", "--expire=now", "--all")
    },
    HistoryCase("HEAD of another work tree", finds: [.key(1, "a.env:1:1 < Apart")]) { repository in
      try repository.commit("Base")
      try repository.git("worktree", "add", "-q", "--detach", "../other")
      let other = GitFixture(existing: "other", in: repository.folder)
      try other.write("a.env", LeakedKey.text(1))
      try other.commit("Apart")
      try repository.git("reflog", "expire", "--expire=now", "--all")
    },
    .elsewhere(
      "seen from another work tree", finds: [.key(1, "a.env:1:1 < Base")]
    ) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Base")
      try repository.git("checkout", "-q", "--orphan", "fresh")
      try repository.git("rm", "-q", "-f", "a.env")
      try repository.commit("Fresh")
      try repository.git("worktree", "add", "-q", "-b", "third", "../other")
      return repository.folder.path("other")
    },
    .elsewhere(
      "a bare repository", finds: [.key(1, "a.env:1:1 < Add", atHead: true)]
    ) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Add")
      try repository.git("clone", "-q", "--bare", ".", "../bare.git")
      return repository.folder.path("bare.git")
    },
    .elsewhere(
      "objects of an alternate", finds: [.key(1, "a.env:1:1 < Add", pushedTo: ["origin/main"])]
    ) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Add")
      try repository.write("a.env", "")
      try repository.commit("Remove")
      try repository.git("clone", "-q", "--shared", ".", "../shared")
      return repository.folder.path("shared")
    },
    .elsewhere(
      "from a folder below", finds: [.key(1, "a.env:1:1 < Add", atHead: true)]
    ) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.write("sub/deep/readme", "")
      try repository.commit("Add")
      return repository.path("sub/deep")
    },
    HistoryCase("notes", finds: [.key(1, "*:1:4 < Notes added by 'git notes add'")]) { repository in
      try repository.commit("Base")
      try repository.git("notes", "add", "-m", "is \(LeakedKey.text(1))")
    },
    HistoryCase(
      "replaced objects, the old and the new",
      finds: [.key(1, "a.env:1:1 < Add", atHead: true), .key(2, "blob/*:1:1")]
    ) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Add")
      try repository.write("b.env", LeakedKey.text(2))
      let new = try repository.git("hash-object", "-w", "b.env").split(separator: "\n")
      let old = try repository.git("rev-parse", "HEAD:a.env").split(separator: "\n")
      try repository.git("replace", String(old[0]), String(new[0]))
    },
  ]
}
