import ScanTestSupport
import TestSupport

/// A repository with something staged, and what a scan of it must find.
struct StagedCase: Sendable, CustomStringConvertible {
  let description: String
  /// Makes the repository; the folder that it returns is scanned.
  let build: @Sendable (GitFixture) throws -> Void
  /// Places as `ExpectedFinding` writes them, by number of the key.
  let expected: [UInt64: [String]]
  var skipped: [String] = []
  var errors: [String] = []
  /// Folder of the repository that the scan starts from.
  var start = ""

  init(
    _ description: String, finds expected: [UInt64: [String]] = [:], skips skipped: [String] = [],
    errors: [String] = [], from start: String = "",
    in build: @escaping @Sendable (GitFixture) throws -> Void
  ) {
    self.description = description
    self.expected = expected
    self.skipped = skipped
    self.errors = errors
    self.start = start
    self.build = build
  }
}

extension StagedCase {
  /// What is staged, in which form.
  static let contents: [StagedCase] = [
    StagedCase("nothing staged") { repository in
      try repository.commit("Base")
      try repository.write("a.env", LeakedKey.text(1))
    },
    StagedCase("before the first commit", finds: [1: ["a.env:1:3"]]) { repository in
      try repository.write("a.env", "1=\(LeakedKey.text(1))")
      try repository.git("add", ".")
    },
    StagedCase("nothing at all before the first commit") { _ in },
    StagedCase(
      "staged content, not the work tree's", finds: [1: ["a.env:2:1"]]
    ) { repository in
      try repository.commit("Base")
      try repository.write("a.env", "first\n\(LeakedKey.text(1))\n")
      try repository.write("b.env", "clean")
      try repository.git("add", ".")
      try repository.write("a.env", "taken out in the work tree only")
      try repository.write("b.env", LeakedKey.text(2))
    },
    StagedCase(
      "from a folder below", finds: [1: ["a.env:1:1"], 2: ["sub/b.env:1:1"]], from: "sub/deep"
    ) { repository in
      try repository.write("sub/deep/readme", "")
      try repository.commit("Base")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.write("sub/b.env", LeakedKey.text(2))
      try repository.git("add", ".")
    },
    StagedCase(
      "several paths with one blob, a name, an odd path",
      finds: [
        1: ["a.env:1:1", "ü \"b\"\n.env:1:1"], 2: ["\(LeakedKey.redacted(2)).txt:1:1 path"],
      ]
    ) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.write("ü \"b\"\n.env", LeakedKey.text(1))
      try repository.write("\(LeakedKey.text(2)).txt", "content")
      try repository.git("add", ".")
    },
    StagedCase(
      "binary, wide, without diff, ignored by accident",
      finds: [
        1: ["a.bin:1:4"], 2: ["wide.txt:1:1 utf-16le"], 3: ["c.env:1:1"], 4: ["ignored.env:1:1"],
      ]
    ) { repository in
      try repository.write(".gitattributes", "*.env -diff\n")
      try repository.write(".gitignore", "ignored.env\n")
      let key = Array(LeakedKey.text(1).utf8)
      try repository.folder.write(repository.name + "/a.bin", [1, 2, 0] + key + [0])
      let wide = Array("\u{feff}\(LeakedKey.text(2))".utf16)
      try repository.folder.write(
        repository.name + "/wide.txt", wide.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] })
      try repository.write("c.env", LeakedKey.text(3))
      try repository.write("ignored.env", LeakedKey.text(4))
      try repository.git("add", "-f", ".")
    },
    StagedCase("a symbolic link", finds: [1: ["link:1:3"]]) { repository in
      try repository.folder.link(repository.name + "/link", to: "./\(LeakedKey.text(1))")
      try repository.git("add", ".")
    },
    StagedCase("intended to be added, but not yet") { repository in
      try repository.commit("Base")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.git("add", "--intent-to-add", "a.env")
    },
    StagedCase("converted on its way in", finds: [1: ["a.env:2:1"]]) { repository in
      try repository.write(".gitattributes", "* text eol=lf\n")
      try repository.write("a.env", "first\r\n\(LeakedKey.text(1))\r\n")
      try repository.git("add", ".")
    },
    StagedCase(
      "a split index of version 4", finds: [1: ["b.env:1:1"]]
    ) { repository in
      try repository.git("config", "index.version", "4")
      try repository.git("config", "core.splitIndex", "true")
      try repository.write("a.env", "")
      try repository.commit("Base")
      try repository.write("b.env", LeakedKey.text(1))
      try repository.git("add", ".")
    },
    StagedCase("SHA-1 or not, sparse", finds: [1: ["in/b.env:1:1"]]) { repository in
      try repository.write("in/a.env", "")
      try repository.write("out/a.env", LeakedKey.text(2))
      try repository.commit("Base")
      try repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
      try repository.write("in/b.env", LeakedKey.text(1))
      try repository.git("add", "in")
    },
  ]

  /// What is new compared with HEAD, and what is not.
  static let changes: [StagedCase] = [
    StagedCase("a deletion") { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Base")
      try repository.git("rm", "-q", "a.env")
    },
    StagedCase("a change of mode only") { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Base")
      try repository.git("update-index", "--chmod=+x", "a.env")
    },
    StagedCase("an old key beside a change") { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Base")
      try repository.write("a.env", "one line more\n\(LeakedKey.text(1))\n")
      try repository.git("add", ".")
    },
    StagedCase("an old key and a new one", finds: [2: ["a.env:2:1"]]) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Base")
      try repository.write("a.env", "\(LeakedKey.text(1))\n\(LeakedKey.text(2))\n")
      try repository.git("add", ".")
    },
    StagedCase("a key that was taken out and comes back", finds: [1: ["a.env:1:1"]]) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Base")
      try repository.write("a.env", "")
      try repository.commit("Remove")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.git("add", ".")
    },
    StagedCase("a renamed file: the path is new", finds: [1: ["b.env:1:1"]]) { repository in
      try repository.write("a.env", LeakedKey.text(1))
      try repository.commit("Base")
      try repository.git("mv", "a.env", "b.env")
    },
    StagedCase("a change of a file whose name holds an old key") { repository in
      try repository.write("\(LeakedKey.text(1)).txt", "")
      try repository.commit("Base")
      try repository.write("\(LeakedKey.text(1)).txt", "changed")
      try repository.git("add", ".")
    },
    StagedCase("a file becomes a link", finds: [1: ["a:1:3"]]) { repository in
      try repository.write("a", "file")
      try repository.commit("Base")
      try repository.folder.remove(repository.name + "/a")
      try repository.folder.link(repository.name + "/a", to: "./\(LeakedKey.text(1))")
      try repository.git("add", ".")
    },
    StagedCase(
      "a submodule", finds: [1: ["a.env:1:1"]], skips: ["module: submodule"]
    ) { repository in
      let inner = try GitFixture("inner", in: repository.folder)
      try inner.write("inner.env", LeakedKey.text(2))
      try inner.commit("Inner")
      try repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner", "module")
      try repository.write("a.env", LeakedKey.text(1))
      try repository.git("add", ".")
    },
  ]

  /// In the middle of a merge.
  static let merges: [StagedCase] = [
    StagedCase("a merge brings the other side's old key") { repository in
      try repository.forked(sideKey: LeakedKey.text(1))
      try repository.git(
        "merge", "-q", "--no-commit", "--no-ff", "-s", "recursive", "-X", "ours", "side")
    },
    StagedCase(
      "a merge, and a key more", finds: [2: ["new.env:1:1"], 3: ["side.env:2:1"]]
    ) { repository in
      try repository.forked(sideKey: LeakedKey.text(1))
      try repository.git("merge", "-q", "--no-commit", "--no-ff", "side")
      try repository.write("new.env", LeakedKey.text(2))
      try repository.write("side.env", "\(LeakedKey.text(1))\n\(LeakedKey.text(3))\n")
      try repository.git("add", ".")
    },
    StagedCase(
      "a merge with a conflict", finds: [1: ["b.env:1:1"]],
      errors: ["a.env: the merge is not resolved"]
    ) { repository in
      try repository.conflict()
      try repository.write("b.env", LeakedKey.text(1))
      try repository.git("add", "b.env")
    },
    StagedCase("a conflict, resolved to one side") { repository in
      try repository.conflict(theirs: LeakedKey.text(1))
      try repository.git("checkout", "-q", "--theirs", "a.env")
      try repository.git("add", "a.env")
    },
    StagedCase("a conflict, resolved with a key", finds: [2: ["a.env:2:1"]]) { repository in
      try repository.conflict(theirs: LeakedKey.text(1))
      try repository.write("a.env", "\(LeakedKey.text(1))\n\(LeakedKey.text(2))\n")
      try repository.git("add", "a.env")
    },
    StagedCase("a cherry-pick is a commit of one's own", finds: [1: ["side.env:1:1"]]) {
      repository in
      try repository.forked(sideKey: LeakedKey.text(1))
      try repository.git("checkout", "-q", "side", "--", "side.env")
    },
  ]
}

extension GitFixture {
  /// Merges a branch that changed the same line.
  fileprivate func conflict(theirs: String = "theirs") throws {
    try write("a.env", "base\n")
    try commit("Base")
    try git("checkout", "-q", "-b", "side")
    try write("a.env", "\(theirs)\n")
    try commit("Side")
    try git("checkout", "-q", "main")
    try write("a.env", "ours\n")
    try commit("Main")
    try git(["merge", "-q", "side"], accepted: [1])
  }
}
