import ScanTestSupport
import TestSupport

extension HistoryCase {
  /// How a secret comes in, moves and stays.
  static let changes: [HistoryCase] = [
    HistoryCase("nothing", finds: []) { repository in
      try repository.write("a.env", "KEY=\n")
      try repository.commit("Add")
    },
    HistoryCase(
      "indented, moved, renamed",
      finds: [.key(1, "a.env:1:5 < Add", "b/b.env:3:7 < Rename", atHead: true)]
    ) { repository in
      try repository.write("a.env", "KEY=\(LeakedKey.text(1))\n")
      try repository.commit("Add")
      try repository.write("a.env", "  KEY=\(LeakedKey.text(1))\n")
      try repository.commit("Indent")
      try repository.write("a.env", "one\ntwo\n  KEY=\(LeakedKey.text(1))\n")
      try repository.commit("Move down")
      try repository.folder.makeFolder(repository.name + "/b")
      try repository.git("mv", "a.env", "b/b.env")
      try repository.commit("Rename")
    },
    HistoryCase(
      "in thirty commits, taken out and put back",
      finds: [.key(1, "a.env:1:5 < Commit 1", atHead: true)]
    ) { repository in
      for number in 1...30 {
        let key = number % 7 == 0 ? "" : LeakedKey.text(1)
        try repository.write("a.env", "KEY=\(key)\nVERSION=\(number)\n")
        try repository.commit("Commit \(number)", day: 1 + number % 28)
      }
    },
    HistoryCase(
      "at two paths, and twice in a file",
      finds: [.key(1, "a.env:1:3 < Add", "a.env:2:3 < Add", "b.env:1:1 < Copy", atHead: true)]
    ) { repository in
      try repository.write("a.env", "1=\(LeakedKey.text(1))\n2=\(LeakedKey.text(1))\n")
      try repository.commit("Add")
      try repository.write("b.env", LeakedKey.text(1))
      try repository.commit("Copy")
      try repository.git("rm", "-q", "a.env")
      try repository.commit("Remove one")
    },
    HistoryCase(
      "the same blob at two paths",
      finds: [.key(1, "a.env:1:1 < Add", "sub/a.env:1:1 < Add", atHead: true)]
    ) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.write("sub/a.env", LeakedKey.text(1))
      try repository.commit("Add")
    },
    HistoryCase(
      "two keys on a line, in two commits",
      finds: [
        .key(1, "a.env:1:1 < First", atHead: true), .key(2, "a.env:1:75 < Second", atHead: true),
      ]
    ) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("First")
      try repository.write("a.env", "\(LeakedKey.text(1)) \(LeakedKey.text(2))")
      try repository.commit("Second")
    },
    HistoryCase(
      "only in a merge commit",
      finds: [
        .key(1, "a.env:1:1 < Merge", atHead: true), .key(2, "new.env:1:1 < Merge", atHead: true),
      ]
    ) { repository in
      try repository.forked()
      try repository.git(
        ["merge", "-q", "--no-commit", "--strategy=ours", "side"], accepted: [0, 1])
      try repository.write("a.env", LeakedKey.text(1))
      try repository.write("new.env", LeakedKey.text(2))
      try repository.commit("Merge")
    },
    HistoryCase(
      "brought in by a branch, not by its merge",
      finds: [.key(1, "side.env:1:1 < Side", atHead: true)]
    ) { repository in
      try repository.forked(sideKey: LeakedKey.text(1))
      try repository.git("merge", "-q", "--no-ff", "-m", "Merge", "side")
    },
    HistoryCase(
      "an octopus of branches",
      finds: [
        .key(1, "one.env:1:1 < one", atHead: true), .key(2, "two.env:1:1 < two", atHead: true),
      ]
    ) { repository in
      try repository.commit("Base")
      for (number, branch) in [(UInt64(1), "one"), (2, "two")] {
        try repository.git("checkout", "-q", "-b", branch, "main")
        try repository.write("\(branch).env", LeakedKey.text(number))
        try repository.commit(branch)
      }
      try repository.git("checkout", "-q", "main")
      try repository.git("merge", "-q", "--no-ff", "-m", "Octopus", "one", "two")
    },
    HistoryCase(
      "unrelated roots",
      finds: [.key(1, "a.env:1:1 < Root"), .key(2, "b.env:1:1 < Other root", atHead: true)]
    ) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Root")
      try repository.git("checkout", "-q", "--orphan", "other")
      try repository.git("rm", "-q", "-f", "a.env")
      try repository.write("b.env", LeakedKey.text(2))
      try repository.commit("Other root")
    },
    HistoryCase(
      "a submodule is another repository", finds: [.key(1, "a.env:1:1 < Add", atHead: true)]
    ) { repository in
      let inner = try GitFixture("inner", in: repository.folder)
      try inner.write("inner.env", LeakedKey.text(2))
      try inner.commit("Inner")
      try repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner", "module")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Add")
    },
  ]
}

extension GitFixture {
  /// Makes `main` and `side`, each with a commit of its own, and stands on `main`.
  func forked(sideKey: String = "side") throws {
    try write("a.env", "base\n")
    try commit("Base")
    try git("checkout", "-q", "-b", "side")
    try write("side.env", sideKey)
    try write("a.env", "side\n")
    try commit("Side")
    try git("checkout", "-q", "main")
    try write("main.env", "main")
    try commit("Main")
  }
}
