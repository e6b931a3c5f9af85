import ScanTestSupport
import TestSupport

extension HistoryCase {
  private static let found = [
    ExpectedFinding.key(1, "ärger \"1\".env:2:5 < Change", atHead: true)
  ]

  /// What a user may have set, which must not matter.
  static let settings: [HistoryCase] =
    [
      "color.ui=always", "diff.noprefix=true", "core.quotePath=true", "diff.renames=copies",
      "log.follow=true", "log.showSignature=true", "log.date=relative", "log.decorate=full",
      "log.showRoot=false", "diff.ignoreSubmodules=all", "diff.wsErrorHighlight=all",
      "diff.relative=true", "log.diffMerges=off", "i18n.logOutputEncoding=ISO-8859-1",
      "core.commitGraph=true", "format.pretty=oneline", "core.abbrev=4", "gc.auto=0",
      "log.excludeDecoration=refs/heads/*", "feature.experimental=true",
    ].map { setting in
      HistoryCase(setting, finds: found) { repository in
        let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
        try repository.git(["config"] + parts)
        try repository.changed()
      }
    } + [
      HistoryCase("an order of paths", finds: found) { repository in
        try repository.folder.write("order", "z*\n")
        try repository.git("config", "diff.orderFile", repository.folder.path("order"))
        try repository.changed()
      },
      HistoryCase("no diff for these files", finds: found) { repository in
        try repository.write(".gitattributes", "* -diff -text binary\n")
        try repository.changed()
      },
      HistoryCase("encoded in the work tree", finds: found) { repository in
        try repository.write(".gitattributes", "* export-ignore linguist-generated\n")
        try repository.changed()
      },
      HistoryCase("a replaced parent hides nothing", finds: found) { repository in
        try repository.changed()
        try repository.git("replace", "--graft", "HEAD")
      },
      HistoryCase("SHA-256", options: ["--object-format=sha256"], finds: found) { repository in
        try repository.changed()
      },
      HistoryCase("with a commit graph", finds: found) { repository in
        try repository.changed()
        try repository.git("commit-graph", "write", "--reachable", "--changed-paths")
      },
      HistoryCase("packed refs and objects", finds: found) { repository in
        try repository.changed()
        try repository.git("gc", "-q")
      },
    ]
}

extension GitFixture {
  /// Makes two commits of a file with a name that git likes to quote; the second brings a key in.
  func changed() throws {
    try write("ärger \"1\".env", "one\n")
    try commit("Add")
    try write("ärger \"1\".env", "one\nKEY=\(LeakedKey.text(1))\n")
    try commit("Change")
  }
}
