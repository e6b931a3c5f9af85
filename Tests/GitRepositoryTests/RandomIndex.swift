import Foundation
import TestSupport

/// A repository with a random history, and random changes in its index; the same for each seed.
struct RandomIndex {
  let fixture: GitFixture
  private var random: TestRandom
  private var paths: [String] = []

  /// Names that sort differently as files and as folders among them.
  private static let names = ["a", "a.b", "a0", "b", "B", "c d", "é", "a-", "dir", "dir.txt"]

  init(seed: UInt64) throws {
    random = TestRandom(seed: seed)
    let format = random.chance(30) ? "sha256" : "sha1"
    fixture = try GitFixture(options: ["--object-format=\(format)"])
    if random.chance(50) {
      try fixture.git("config", "index.version", "\(random.pick([2, 3, 4]))")
    }
    try stage(changes: 40)
    if random.chance(10) { return }
    try commit()
    // The index vouches for folders only once it has been written out as trees.
    if random.chance(50) { try fixture.git("reset", "-q", "--hard") }
    if random.chance(50) { try fixture.git("repack", "-q", "-a", "-d") }
    if random.chance(30) { try fixture.git("pack-refs", "--all") }
    if random.chance(30) { try fixture.git("checkout", "-q", "--detach") }
    if random.chance(30) { try startMerge() }
    if random.chance(90) { try stage(changes: random.below(12)) }
  }

  private mutating func commit() throws {
    try fixture.git("commit", "-q", "--allow-empty", "-m", "change")
  }

  /// Leaves a merge that is not committed yet.
  private mutating func startMerge() throws {
    let start = try fixture.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
    try fixture.git("checkout", "-q", "-b", "side")
    try stage(changes: 6)
    try commit()
    let side = try fixture.git("rev-parse", "HEAD")
    try fixture.git("checkout", "-q", "-f", "-B", "other", start)
    try stage(changes: 3)
    try commit()
    try fixture.folder.write(".git/MERGE_HEAD", side)
    let tree = random.pick(["side", "HEAD", start])
    try fixture.git("read-tree", tree)
  }

  /// Changes the index only, by what `git update-index --index-info` reads.
  private mutating func stage(changes: Int) throws {
    var input = ""
    for _ in 0..<changes {
      if random.chance(25), let path = paths.randomElement(using: &random) {
        input += "0 \(String(repeating: "0", count: 40))\t\(path)\0"
        continue
      }
      var parts = (0...random.below(4)).map { _ in random.pick(Self.names) }
      if random.chance(30), let known = paths.randomElement(using: &random) {
        parts = known.split(separator: "/").map { String($0) }
      }
      let path = parts.joined(separator: "/")
      let text = "content \(random.below(6))"
      let blob = try fixture.git(["hash-object", "-w", "--stdin"], input: Data(text.utf8))
        .trimmingCharacters(in: .newlines)
      let mode = random.pick(["100644", "100644", "100644", "100755", "120000", "160000"])
      input += "\(mode) \(blob)\t\(path)\0"
      paths.append(path)
    }
    guard !input.isEmpty else { return }
    let digits = try fixture.git("rev-parse", "--show-object-format") == "sha256\n" ? 64 : 40
    input = input.replacing(
      "0 \(String(repeating: "0", count: 40))\t",
      with: "0 \(String(repeating: "0", count: digits))\t")
    // A file where a folder is, or the other way round: what stands there goes.
    try fixture.git(
      ["update-index", "--add", "--replace", "-z", "--index-info"], input: Data(input.utf8))
  }
}
