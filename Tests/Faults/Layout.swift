import Foundation
import ScanTestSupport
import TestSupport

/// How the repository with the planted keys is stored.
enum Layout: String, CaseIterable, Sendable {
  /// A pack with deltas, and all files that help with one.
  case packed
  /// A file for each object.
  case loose
  /// A clone that lacks the first commits.
  case shallow
  /// A clone that borrows its objects.
  case alternates
  /// What a server has while it is asked whether it takes a push.
  case bare
}

/// The numbers of the planted keys.
enum PlantedKey {
  /// In a file that git does not track and does not ignore.
  static let file: UInt64 = 1
  /// Brought in by one commit and taken out by another.
  static let history: UInt64 = 2
  /// In the index alone.
  static let staged: UInt64 = 3
  /// On standard input.
  static let stream: UInt64 = 4
  /// Known to ignore files and baselines, and nowhere else.
  static let known: UInt64 = 5
}

/// A repository of each layout, made once; faults are done to copies.
struct Layouts: Sendable {
  /// Holds them, and all that tests put beside them.
  let folder: TemporaryFolder
  /// The commits of `main`, the first one first.
  let commits: [String]
  /// The blobs that hold the key of the history.
  let leaks: Set<String>
  /// The blob that is staged.
  let staged: String

  /// Where the key of the history comes and goes, as indexes of `commits`.
  static let leak = 4..<6
  /// What the remote has, as an index of `commits`.
  static let pushed = 3
  /// The file that is scanned.
  static let file = "dir/s.txt"

  init() throws {
    folder = try TemporaryFolder()
    let base = try GitFixture("loose", in: folder)
    let import_ = ["-c", "fastimport.unpackLimit=100000", "fast-import", "--quiet"]
    try base.git(import_, input: Data(Self.stream.utf8))
    try base.git("reset", "-q", "--hard")
    try base.git("tag", "-am", "tag", "v1", "main~1")
    try base.git("branch", "other", "main~2")
    commits = try base.git("rev-list", "--reverse", "main").split(separator: "\n").map(String.init)
    leaks = Set(
      try Self.leak.map { [commits] in
        try base.git("rev-parse", "\(commits[$0]):f.txt").trimmingCharacters(in: .newlines)
      })

    try base.git("clone", "-q", "--depth=8", "file://\(base.path)", "../shallow")
    try base.git("clone", "-q", "--shared", ".", "../alternates")
    try base.git("clone", "-q", "--bare", ".", "../bare")
    let bare = GitFixture(existing: "bare", in: folder)
    try bare.git("repack", "-adfq")
    try bare.git("update-ref", "refs/heads/main", commits[Self.pushed])
    for name in ["refs/heads/other", "refs/tags/v1"] { try bare.git("update-ref", "-d", name) }

    for name in ["loose", "shallow", "alternates"] {
      try Self.plant(GitFixture(existing: name, in: folder), pushed: commits[Self.pushed])
    }
    staged = try base.git("rev-parse", ":st.txt").trimmingCharacters(in: .newlines)

    try Shell.run("cp -a \"$0\" \"$1\"", arguments: [base.path, folder.path("packed")])
    let packed = GitFixture(existing: "packed", in: folder)
    try packed.git(
      "-c", "pack.threads=1", "-c", "pack.writeReverseIndex=true", "repack", "-adfqb",
      "--depth=50")
    try packed.git("commit-graph", "write", "--reachable")
    try packed.git("multi-pack-index", "write", "--bitmap")
    try packed.git("pack-refs", "--all")
  }

  /// Copies a repository.
  func copy(_ layout: Layout, to path: String) throws {
    let scratch = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
    let copy = try WatchedRun(
      .init(
        command: ["cp", "-a", folder.path(layout.rawValue), path], folder: "/", environment: [:]),
      scratch: scratch)
    guard copy.status == 0 else { throw CocoaError(.fileWriteUnknown) }
    guard layout == .alternates else { return }
    // What is done to the objects that it borrows is done to a lender of its own.
    try self.copy(.loose, to: "\(path).lender")
    try Data("\(path).lender/.git/objects\n".utf8).write(
      to: URL(filePath: "\(path)/.git/objects/info/alternates"))
  }

  /// What is not committed: files, what is staged, what was pushed, what is accepted.
  private static func plant(_ git: GitFixture, pushed: String) throws {
    try git.git("update-ref", "refs/remotes/origin/main", pushed)
    try git.git("config", "remote.origin.url", "https://example.com/a.git")
    try git.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    try git.write("st.txt", "STAGED=\(LeakedKey.text(PlantedKey.staged))\n")
    try git.git("add", "st.txt")
    try git.folder.remove("\(git.name)/st.txt")
    try git.write(file, "a line\nKEY=\(LeakedKey.text(PlantedKey.file))\nanother\n")
    try git.write(".gitignore", "*.log\n/build/\n!keep.log\n")
    let known = LeakedKey.fingerprint(PlantedKey.known)
    try git.write(".kunciignore", "\(known) path:/docs/ # the sample of the documentation\n")
    try git.write(
      ".kunci.toml", "[[allowlists]]\ndescription = \"samples\"\npaths = ['^samples/']\n")
    try git.write("known/k.txt", "KEY=\(LeakedKey.text(PlantedKey.known))\n")
    _ = try KunciProgram.run(["baseline", "-q", "-o", "../known.json", "."], in: git.path("known"))
    try git.folder.remove("\(git.name)/known")
  }

  /// Ten commits for `git fast-import`.
  private static var stream: String {
    var random = TestRandom(seed: 1)
    var lines = (0..<800).map { "line \($0) \(String(random.next(), radix: 36))\n" }
    var stream = ""
    func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }
    for commit in 0..<10 {
      lines[random.below(90)] = "changed by \(commit)\n"
      lines[100] =
        leak.contains(commit) ? "KEY=\(LeakedKey.text(PlantedKey.history))\n" : "no key\n"
      // From noon of 1 January 2024 on, one a day.
      let time = 1_704_110_400 + 86_400 * commit
      stream += "commit refs/heads/main\ncommitter C <c@example.com> \(time) +0000\n"
      stream += data("commit \(commit)\n") + "M 100644 inline f.txt\n" + data(lines.joined())
      stream += "M 100644 inline dir/\(commit).txt\n" + data("file \(commit)\n") + "\n"
    }
    return stream
  }
}
