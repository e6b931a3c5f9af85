import Foundation
import SystemIO
import TestSupport
import Testing

@testable import GitRepository

/// Repositories found from files, held against what git says.
@Suite struct RepositoryPlaceTests {
  private func expectAgreement(
    _ folder: String, extra: [String: String] = [:], isNative: Bool = true,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let program = try Git.program(extra: extra)
    let native = Repository(nativelyFrom: folder, program: program)
    #expect((native != nil) == isNative, sourceLocation: location)
    guard let native else { return }
    let git = try Repository(containing: folder, program: program)
    let resolved = { (path: String) in
      // The index need not exist, its folder must.
      let parent = FileSystem.parent(of: path) ?? "."
      return try FileSystem.realPath(parent) + path.dropFirst(parent.utf8.count)
    }
    #expect(native.gitDirectory == git.gitDirectory, sourceLocation: location)
    #expect(
      try resolved(native.commonDirectory) == FileSystem.realPath(git.commonDirectory),
      sourceLocation: location)
    #expect(
      try resolved(native.indexPath) == resolved(git.indexPath), sourceLocation: location)
    #expect(native.topLevel == git.topLevel, sourceLocation: location)
    #expect(native.isBare == git.isBare, sourceLocation: location)
    #expect(native.isShallow == git.isShallow, sourceLocation: location)
    #expect(native.objectFormat == git.objectFormat, sourceLocation: location)
  }

  @Test(arguments: ["sha1", "sha256"])
  func ordinaryRepositories(_ format: String) throws {
    let fixture = try GitFixture("r", options: ["--object-format=\(format)"])
    try expectAgreement(fixture.path)
    try fixture.write("a/b/c", "x")
    try fixture.commit("one")
    try fixture.commit("two")
    try expectAgreement(fixture.path)
    try expectAgreement(fixture.path("a/b"))
    try fixture.folder.link("shortcut", to: "r/a")
    try expectAgreement(fixture.folder.path("shortcut"))
    try fixture.git("worktree", "add", "-q", "../side")
    try expectAgreement(fixture.folder.path("side/a"))
    try fixture.git(
      "-c", "protocol.file.allow=always", "clone", "-q", "--depth=1", "file://\(fixture.path)",
      "../shallow")
    try expectAgreement(fixture.folder.path("shallow"))
    try fixture.git("init", "-q", "--template=", "--separate-git-dir=../git", "../apart")
    try expectAgreement(fixture.folder.path("apart"))
  }

  /// What git tells its hooks.
  @Test func variablesCount() throws {
    let fixture = try GitFixture("r")
    let other = try GitFixture("other", in: fixture.folder)
    try fixture.write("a/b", "x")
    let index = ["GIT_INDEX_FILE": "\(fixture.path)/.git/next-index"]
    try expectAgreement(fixture.path("a"), extra: index)
    try expectAgreement(fixture.path, extra: ["GIT_INDEX_FILE": ".git/index.lock"])
    try expectAgreement(
      fixture.path("a"), extra: ["GIT_INDEX_FILE": ".git/index"], isNative: false)
    for directory in ["\(other.path)/.git", "../other/.git"] {
      try expectAgreement(fixture.path, extra: ["GIT_DIR": directory])
    }
    for name in ["GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_CEILING_DIRECTORIES"] {
      try expectAgreement(fixture.path, extra: [name: fixture.path], isNative: false)
    }
  }

  @Test(arguments: ["sha1", "sha256"])
  func repositoriesWithoutAWorkTree(_ format: String) throws {
    let folder = try TemporaryFolder()
    let bare = try GitFixture(
      "bare.git", in: folder, options: ["--bare", "--object-format=\(format)"])
    try expectAgreement(bare.path)
    try folder.link("shortcut", to: "bare.git")
    try expectAgreement(folder.path("shortcut"))
    // Inside of one, git has to be asked, and where its settings say something else.
    try expectAgreement(bare.path("refs"), isNative: false)
    try bare.git("config", "core.worktree", "/tmp")
    try expectAgreement(bare.path, isNative: false)
    try bare.git("config", "--unset", "core.worktree")
    try bare.git("config", "core.bare", "false")
    try expectAgreement(bare.path, isNative: false)
  }

  @Test func theUnusualIsLeftToGit() throws {
    let folder = try TemporaryFolder()
    let fixture = try GitFixture("r", in: folder)
    try folder.makeFolder("none")
    try folder.makeFolder("linked")
    try folder.link("linked/.git", to: "../r/.git")
    for place in [
      fixture.path(".git"), fixture.path(".git/refs"), folder.path("none"),
      folder.path("linked"), folder.path("missing"),
    ] {
      try expectAgreement(place, isNative: false)
    }
    try fixture.write(".git/HEAD", "nonsense")
    try expectAgreement(fixture.path, isNative: false)
  }

  // Only who may give files away can make a repository of somebody else's.
  @Test(
    .enabled(if: getuid() == 0, "only root can give a repository to somebody else"),
    arguments: ["", ".git"])
  func somebodyElsesIsLeftToGit(_ part: String) throws {
    let fixture = try GitFixture()
    try Shell.run("chown 12345 \"$0\"", arguments: [fixture.path(part)])
    try expectAgreement(fixture.path, isNative: false)
  }
}
