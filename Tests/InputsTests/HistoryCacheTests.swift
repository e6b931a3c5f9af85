import Basics
import BuiltInRules
import Detection
import Engine
import Findings
import Foundation
import GitRepository
import Inputs
import KeyFormats
import RuleSet
import ScanTestSupport
import TestSupport
import Testing

/// A scan with a cache finds what one without finds, and reads only what is new.
struct HistoryCacheTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scan(
    _ repository: GitFixture, cached: Bool = true, question: String = "",
    includesUnreachable: Bool = false, rules: RuleSet? = nil
  ) throws -> (result: ScanResult, read: Int) {
    var plan = ScanPlan(ruleSet: try rules ?? LeakedKey.ruleSet)
    plan.threads = 2
    var source = HistorySource(repository.path, .everything)
    source.includesUnreachable = includesUnreachable
    if cached {
      source.cache = HistoryCache(
        folder: "\(folder.path)/cache",
        question: [question, "\(includesUnreachable)", plan.ruleSet.digest()])
    }
    let progress = ScanProgress()
    let result = Scan.run(source, plan, try Detector(plan.ruleSet), progress: progress)
    return (result, progress.objects.done)
  }

  private func cacheFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/cache").sorted()
      .map { "\(folder.path)/cache/\($0)" }
  }

  /// - Returns: How many objects were read with the cache.
  @discardableResult
  private func expectSame(
    _ repository: GitFixture, _ comment: Comment, includesUnreachable: Bool = false
  ) throws -> Int {
    let plain = try scan(
      repository, cached: false, includesUnreachable: includesUnreachable)
    let cached = try scan(repository, includesUnreachable: includesUnreachable)
    #expect(cached.result.findings == plain.result.findings, comment)
    #expect(cached.result.suppressed == plain.result.suppressed, comment)
    #expect(cached.result.hiddenFindings == plain.result.hiddenFindings, comment)
    #expect(cached.result.coverage == plain.result.coverage, comment)
    return cached.read
  }

  private func change(_ repository: GitFixture, _ path: String, _ text: String) throws {
    try repository.git("checkout", "-q", "-f", "main")
    try repository.write(path, text)
    try repository.commit()
  }

  @Test(arguments: 0..<12)
  func randomHistories(_ seed: Int) throws {
    let clocks = RandomHistory.Clock.allCases
    let repository = try RandomHistory.repository(
      seed: seed + 60, clock: clocks[seed % clocks.count],
      options: seed == 11 ? ["--object-format=sha256"] : [])
    try RandomHistory.store(repository, seed)
    if seed % 2 == 0 {
      try repository.git("update-ref", "refs/remotes/origin/main", "refs/heads/main")
    }
    let isWhole = seed % 3 == 0
    let all = try expectSame(repository, "first", includesUnreachable: isWhole)
    #expect(try expectSame(repository, "again", includesUnreachable: isWhole) < all)
    try change(repository, "a.txt", "plain\n")
    try expectSame(repository, "something new", includesUnreachable: isWhole)
    try change(repository, "new.env", "key = \"\(LeakedKey.text(UInt64(seed)))\"\n")
    try expectSame(repository, "a key more", includesUnreachable: isWhole)
    try expectSame(repository, "a key more, again", includesUnreachable: isWhole)
    try repository.git("update-ref", "-d", "refs/heads/side")
    try expectSame(repository, "a branch less", includesUnreachable: isWhole)
    try repository.git("update-ref", "refs/heads/\(LeakedKey.text(3))", "refs/heads/main")
    try expectSame(repository, "a name with a key", includesUnreachable: isWhole)
    try repository.git("reflog", "expire", "--expire=now", "--all")
    try repository.git("gc", "-q", "--prune=now")
    try expectSame(repository, "stored anew", includesUnreachable: isWhole)
    try repository.git("clone", "-q", "file://\(repository.path)", "../fork")
    let fork = GitFixture(existing: "fork", in: repository.folder)
    try change(fork, "fork.txt", "fork\n")
    try expectSame(fork, "a fork", includesUnreachable: isWhole)
    try expectSame(repository, "beside a fork", includesUnreachable: isWhole)
  }

  private func cleanRepository() throws -> GitFixture {
    let repository = try GitFixture("work", in: TemporaryFolder())
    for number in 0..<3 {
      try repository.write("folder/\(number).txt", "line \(number)\n")
      try repository.commit()
    }
    return repository
  }

  @Test func onlyNewObjectsAreRead() throws {
    let repository = try cleanRepository()
    #expect(try scan(repository).read == 12)
    #expect(try scan(repository).read == 0)
    try repository.write("top.txt", "text\n")
    try repository.commit()
    // A blob, a tree and a commit.
    #expect(try expectSame(repository, "more") == 3)
    #expect(try expectSame(repository, "again") == 0)
  }

  /// Who brought it in is told by what is kept of the trees and commits of before.
  @Test func aKeyCostsOnlyWhatIsNew() throws {
    let repository = try cleanRepository()
    try expectSame(repository, "clean")
    try repository.write("key.env", "key = \"\(LeakedKey.text(1))\"\n")
    try repository.commit()
    #expect(try expectSame(repository, "a key") == 3)
    #expect(try expectSame(repository, "again") == 1)
    try repository.write("top.txt", "text\n")
    try repository.commit()
    // The blob with the key, and the new three.
    #expect(try expectSame(repository, "more") == 1 + 3)
  }

  /// What is kept of one clone tells the same of another that has only a part.
  @Test func aForkThatHasOnlyAPartCostsOnlyWhatIsNew() throws {
    let repository = try cleanRepository()
    try repository.write("key.env", "key = \"\(LeakedKey.text(1))\"\n")
    try repository.commit()
    try repository.git("clone", "-q", "file://\(repository.path)", "../fork")
    try repository.write("folder/later.txt", "text\n")
    try repository.commit()
    try repository.git("repack", "-adq", "--depth=50", "--window=50")
    try expectSame(repository, "all")
    let fork = GitFixture(existing: "fork", in: repository.folder)
    #expect(try expectSame(fork, "a part") == 1)
    try change(fork, "folder/fork.txt", "fork\n")
    // The blob with the key, the new one, two trees and the commit.
    #expect(try expectSame(fork, "a part and more") == 5)
  }

  /// Keys in members of archives are known again by the paths that lead there.
  @Test func aKeyInAnArchiveIsKeptAsWell() throws {
    let repository = try cleanRepository()
    try repository.write("key.env", "key = \"\(LeakedKey.text(1))\"\n")
    try Shell.run("cd '\(repository.path)' && tar -cf keys.tar key.env && rm key.env")
    try repository.commit()
    try expectSame(repository, "first")
    #expect(try expectSame(repository, "again") == 1)
    #expect(try scan(repository).result.findings.count == 1)
  }

  /// A name with a key is neither kept nor needed: its trees are read again.
  @Test func treesWithAKeyInANameAreReadAgain() throws {
    let repository = try cleanRepository()
    try repository.write("folder/\(LeakedKey.text(2)).txt", "text\n")
    try repository.commit()
    try expectSame(repository, "first")
    try repository.write("top.txt", "more\n")
    try repository.commit()
    // The tree with the name, and the new three.
    #expect(try expectSame(repository, "more") == 1 + 3)
    #expect(try scan(repository).result.findings.count == 1)
  }

  @Test func anotherQuestionIsAnsweredAnew() throws {
    let repository = try cleanRepository()
    #expect(try scan(repository).read == 12)
    #expect(try scan(repository, question: "another").read == 12)
    #expect(try cacheFiles().count == 4)
  }

  @Test func aShallowCloneIsNotKept() throws {
    let repository = try cleanRepository()
    try repository.git("clone", "-q", "--depth=1", "file://\(repository.path)", "../shallow")
    let clone = GitFixture(existing: "shallow", in: repository.folder)
    #expect(try !scan(clone).result.isComplete)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/cache"))
  }

  /// What was taken away since is missed, though everything that is left was seen.
  @Test func aLostObjectIsMissed() throws {
    let repository = try cleanRepository()
    try expectSame(repository, "whole")
    let tree = try repository.git("rev-parse", "HEAD~1^{tree}")
      .trimmingCharacters(in: .newlines)
    try repository.folder.remove(
      "\(repository.name)/.git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
    let result = try scan(repository).result
    #expect(!result.isComplete)
    #expect(result.coverage.errors == (try scan(repository, cached: false).result.coverage.errors))
  }

  /// A password among tests is of low confidence there; elsewhere it would be reported everywhere.
  @Test func whatIsOnlyCountedIsNotReadAgain() throws {
    let rules = BuiltInRules.ruleSet
    let repository = try cleanRepository()
    let line = "DEPLOY_PASSWORD=\(KeyTemplate.expand("{alnum:32}", seed: 3))\n"
    try repository.write("tests/app.env", line)
    try repository.commit()
    #expect(try scan(repository, rules: rules).result.hiddenFindings == 1)
    let again = try scan(repository, rules: rules)
    #expect(again.read == 0)
    #expect(again.result.hiddenFindings == 1)
    try repository.write("top.txt", "text\n")
    try repository.commit()
    // A blob, a tree and a commit.
    let more = try scan(repository, rules: rules)
    #expect(more.read == 3)
    #expect(more.result.hiddenFindings == 1)
    try repository.write("src/app.env", line)
    try repository.commit()
    let told = try scan(repository, rules: rules)
    let plain = try scan(repository, cached: false, rules: rules)
    #expect(told.result.findings.first?.locations.count == 2)
    #expect(told.result.findings == plain.result.findings)
  }

  /// What is to be told and cannot be read any more is missed, as without a cache.
  @Test(arguments: [false, true])
  func aKeyThatIsDamagedSinceIsMissed(hasMore: Bool) throws {
    let repository = try cleanRepository()
    try repository.write("key.env", "key = \"\(LeakedKey.text(1))\"\n")
    try repository.commit()
    try expectSame(repository, "whole")
    let blob = try repository.git("rev-parse", "HEAD:key.env").trimmingCharacters(in: .newlines)
    let file = "\(repository.name)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
    try repository.folder.remove(file)
    try repository.folder.write(file, "damaged")
    if hasMore {
      try repository.write("top.txt", "text\n")
      try repository.git("add", "top.txt")
      try repository.git("commit", "-qm", "More")
    }
    let (plain, cached) = (try scan(repository, cached: false).result, try scan(repository).result)
    #expect(!plain.isComplete)
    #expect(cached.findings == plain.findings)
    #expect(cached.coverage.errors == plain.coverage.errors)
    #expect(cached.coverage.scanned == plain.coverage.scanned)
    #expect(
      cached.coverage.notices.map(\.message).contains { $0.hasPrefix("the cache is ignored") })
  }

  @Test(arguments: ["answer", "objects"])
  func aDamagedCacheIsIgnoredWithAWord(_ kind: String) throws {
    let repository = try cleanRepository()
    try repository.write("key.env", "key = \"\(LeakedKey.text(1))\"\n")
    try repository.commit()
    let plain = try scan(repository, cached: false).result
    _ = try scan(repository)
    for file in try cacheFiles() {
      var bytes = try Data(contentsOf: URL(filePath: file))
      if file.hasSuffix(kind) { bytes[bytes.count - 3] ^= 1 } else { bytes = Data() }
      try bytes.write(to: URL(filePath: file))
    }
    let result = try scan(repository).result
    #expect(result.findings == plain.findings)
    #expect(result.isComplete)
    #expect(result.coverage.notices.count == 2)
    #expect(result.coverage.notices.allSatisfy { $0.message.hasPrefix("the cache is ignored") })
    #expect(try scan(repository).result.coverage.notices == [])
  }

  /// A pipe in the place of a file is replaced, and nobody waits for its other end.
  @Test func aPipeIsNoCache() throws {
    let repository = try cleanRepository()
    _ = try scan(repository)
    for file in try cacheFiles() {
      try Shell.run("rm '\(file)' && mkfifo '\(file)'")
    }
    #expect(try scan(repository).result.coverage.notices.count == 2)
    #expect(try scan(repository).read == 0)
  }

  @Test func noSecretIsKept() throws {
    let repository = try cleanRepository()
    let key = LeakedKey.text(1)
    try repository.write("key.env", "key = \"\(key)\"\n")
    try repository.write("\(LeakedKey.text(2)).txt", "text\n")
    try repository.commit()
    _ = try scan(repository)
    let files = try cacheFiles()
    #expect(!files.isEmpty)
    for file in files {
      let bytes = try Data(contentsOf: URL(filePath: file))
      #expect(bytes.range(of: Data(key.utf8)) == nil)
      #expect(bytes.range(of: Data(LeakedKey.text(2).utf8)) == nil)
    }
  }

  /// A password has no shape by which it is known where it stands alone.
  @Test func noPasswordIsKeptAsAName() throws {
    let rules = BuiltInRules.ruleSet
    let repository = try cleanRepository()
    let password = KeyTemplate.expand("Xk9{alnum:17}", seed: 5)
    try repository.write("settings.env", "DB_PASSWORD=\(password)\n")
    try repository.write("users/\(password).txt", "text\n")
    try repository.write(
      "\(password)/api.env", "API_SECRET=\(KeyTemplate.expand("{alnum:20}", seed: 6))\n")
    try repository.commit()
    #expect(try !scan(repository, rules: rules).result.findings.isEmpty)
    for file in try cacheFiles() {
      let bytes = try Data(contentsOf: URL(filePath: file))
      #expect(bytes.range(of: Data(password.utf8)) == nil, "\(file)")
    }
  }
}
