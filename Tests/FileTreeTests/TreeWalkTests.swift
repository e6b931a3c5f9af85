import FileTree
import Foundation
import Synchronization
import SystemIO
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct TreeWalkTests {
  // MARK: What is visited

  @Test func visitsEveryRegularFileOutsideOfAnyWorkTree() throws {
    let folder = try TemporaryFolder()
    for path in ["a", "b/c", "b/d/e", ".hidden", ".gitignore"] { try folder.write(path, "*\n") }
    let walked = Walked(folder.path)
    #expect(walked.files == [".gitignore", ".hidden", "a", "b/c", "b/d/e"])
    #expect(walked.outcome.files == 5)
    #expect(walked.outcome.folders == 3)
    #expect(walked.outcome.ignored == 0)
  }

  /// However few files are in a folder, nobody waits while another has several of them before it.
  @Test func theFilesOfOneFolderAreSharedAsSoonAsAWorkerWaits() throws {
    let folder = try TemporaryFolder()
    let names = (0..<20).map { "file\($0)" }
    for name in names { try folder.write(name, "") }
    let workers = Mutex<Set<Int>>([])
    let found = Found()
    _ = TreeWalk(start: folder.path).walk(workers: 2) { visit in
      found.add(visit.path)
      // Each file takes until both have one, but not for ever.
      for _ in 0..<500 where workers.withLock({ $0.union([visit.worker]).count }) < 2 {
        usleep(1_000)
      }
      _ = workers.withLock { $0.insert(visit.worker) }
    }
    #expect(workers.withLock { $0 } == [0, 1])
    #expect(found.paths.sorted() == names.sorted())
  }

  @Test func neverEntersGitFolders() throws {
    let git = try GitFixture()
    try git.write("a", "")
    try git.folder.write("empty/.git/config", "")
    try git.folder.write("file/.git", "not a repository")
    try git.folder.write("file/b", "")
    var options = TreeWalk.Options()
    #expect(Walked(git.path, options: options).files == ["a", "file/b"])
    options.usesIgnoreFiles = false
    #expect(Walked(git.path, options: options).files == ["a", "file/b"])
  }

  @Test func countsAnIgnoredFolderOnce() throws {
    let git = try GitFixture()
    try git.write(".gitignore", "build/\n*.o\n!build/keep\n")
    for path in ["build/a", "build/b", "build/keep", "a.o", "a.c"] { try git.write(path, "") }
    let walked = Walked(git.path)
    #expect(walked.files == [".gitignore", "a.c"])
    #expect(walked.outcome.ignored == 2)
    var options = TreeWalk.Options()
    options.usesIgnoreFiles = false
    #expect(Walked(git.path, options: options).files.count == 6)
  }

  @Test func trackedFilesAreNeverIgnored() throws {
    let git = try GitFixture()
    try git.write(".gitignore", "build/\n*.key\n")
    for path in ["build/x/kept", "build/x/left", "build/y", "my.key", "your.key"] {
      try git.write(path, "")
    }
    try git.git("add", "-f", "build/x/kept", "my.key")
    let tracked = Set(names(try git.git("ls-files", "-z")))
    var options = TreeWalk.Options()
    let root = try FileSystem.realPath(git.path)
    options.trackedPaths = { tree in
      tree.root == root && tree.commonFolder == root + "/.git" ? PathSet(paths: tracked) : nil
    }
    let walked = Walked(git.path, options: options)
    #expect(walked.files == [".gitignore", "build/x/kept", "my.key"])
    #expect(walked.outcome.ignored == 3)
  }

  @Test func aNestedRepositoryFollowsItsOwnRules() throws {
    let git = try GitFixture()
    try git.write(".gitignore", "*.log\n/x\n")
    try git.write("x", "")
    let inner = try GitFixture("deps/inner", in: git.folder)
    try inner.write(".git/info/exclude", "/x\n")
    for path in ["a.log", "x", "y/x"] { try inner.write(path, "") }
    var options = TreeWalk.Options()
    #expect(
      Walked(git.path, options: options).files == [
        ".gitignore", "deps/inner/a.log", "deps/inner/y/x",
      ])
    // The user's own patterns hold in every repository, from its root.
    try git.folder.write("user", "/y\n/user\n")
    options.globalExcludes = git.folder.path("user")
    #expect(Walked(git.path, options: options).files == [".gitignore", "deps/inner/a.log"])
  }

  @Test func aLinkedWorkTreeUsesTheSharedExcludeFile() throws {
    let git = try GitFixture("main")
    try git.write("a", "")
    try git.commit()
    try git.git("worktree", "add", "-q", "../linked")
    try git.write(".git/info/exclude", "secret\n")
    try git.folder.write("linked/secret", "")
    #expect(Walked(git.folder.path("linked")).files == ["a"])
    #expect(Walked(git.folder.path).files == ["linked/a", "main/a"])
  }

  // MARK: The start

  @Test func rulesOfTheFoldersAboveTheStartHold() throws {
    let git = try GitFixture()
    try git.write(".gitignore", "*.o\n/sub/deep/rooted\n")
    try git.write("sub/.gitignore", "deep/tied\nloose\n")
    for name in ["a.o", "rooted", "tied", "loose", "kept"] { try git.write("sub/deep/\(name)", "") }
    for start in ["sub/deep", "sub/deep/", "sub/../sub/deep"] {
      #expect(Walked(git.path(start)).files == ["kept"])
    }
    try git.folder.link("way", to: "sub/deep")
    #expect(Walked(git.path("way")).files == ["kept"])
    // A folder that is named outright is entered even when it is ignored.
    try git.write(".gitignore", "sub\n")
    #expect(Walked(git.path("sub/deep")).files == ["a.o", "kept", "rooted"])
  }

  @Test func aNamedFileIsVisitedWhateverItIs() throws {
    let git = try GitFixture()
    try git.write(".gitignore", "*\n")
    try git.write("sub/secret", "content")
    try git.folder.link("way", to: "sub/secret")
    for (start, name) in [("sub/secret", "secret"), ("way", "way")] {
      let walked = Walked(git.path(start), opening: true)
      #expect(walked.files == [name])
      #expect(walked.outcome.files == 1 && walked.outcome.errors.isEmpty)
    }
  }

  @Test func pathsBeginWithTheStartWhenAskedTo() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub/a", "")
    var options = TreeWalk.Options()
    options.pathStyle = .withStart
    #expect(Walked(folder.path, options: options).files == [folder.path("sub/a")])
    #expect(Walked(folder.path + "/", options: options).files == [folder.path("sub/a")])
    #expect(Walked(folder.path("sub/a"), options: options).files == [folder.path("sub/a")])
  }

  @Test func aMissingStartIsAnError() {
    let walked = Walked("/no/such/place")
    #expect(walked.files.isEmpty)
    #expect(
      walked.outcome.errors.map(\.description) == ["stat /no/such/place: No such file or directory"]
    )
  }

  // MARK: What is passed over or fails

  @Test func tellsOfLinksAndSpecialFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub/a", "")
    try folder.link("loop", to: ".")
    try folder.link("sub/dangling", to: "nowhere")
    #expect(mkfifo(folder.path("sub/pipe"), 0o600) == 0)
    let walked = Walked(folder.path, opening: true)
    #expect(walked.files == ["sub/a"])
    #expect(
      walked.outcome.skipped.map { "\($0.path): \($0.reason.rawValue)" } == [
        "loop: symbolic link", "sub/dangling: symbolic link", "sub/pipe: special file",
      ])
    #expect(walked.outcome.errors.isEmpty)
  }

  /// What changes between listing and opening is told for what it has become.
  @Test func tellsOfFilesThatChangeUnderway() throws {
    let folder = try TemporaryFolder()
    for name in ["gone", "link", "pipe", "same"] { try folder.write(name, "") }
    let outcome = TreeWalk(start: folder.path).walk(workers: 1) { visit in
      let path = visit.path
      try? FileSystem.remove(folder.path(path))
      switch path {
      case "link": try? folder.link(path, to: "same")
      case "pipe": _ = mkfifo(folder.path(path), 0o600)
      case "same": try? folder.write(path, "new")
      default: break
      }
      do throws(SystemError) {
        _ = try visit.open()
      } catch {
        #expect(path != "same" && error.path == path)
      }
    }
    #expect(
      outcome.skipped.map { "\($0.path): \($0.reason.rawValue)" } == [
        "gone: vanished while scanning", "link: symbolic link", "pipe: special file",
      ])
    #expect(outcome.errors.isEmpty)
    #expect(outcome.files == 4)
  }

  @Test(.disabled(if: geteuid() == 0, "the superuser may read everything"))
  func tellsOfWhatMayNotBeRead() throws {
    let git = try GitFixture()
    for path in ["shut/a", "file", "sub/.gitignore", "sub/b"] { try git.write(path, "*") }
    for path in ["shut", "file", "sub/.gitignore"] { #expect(chmod(git.path(path), 0) == 0) }
    let walked = Walked(git.path, opening: true)
    #expect(walked.files == ["file", "sub/.gitignore", "sub/b"])
    #expect(Set(walked.outcome.errors.map(\.path)) == ["file", "shut", "sub/.gitignore"])
    #expect(walked.outcome.errors.filter { $0.code != EACCES && $0.code != EPERM }.isEmpty)
  }

  /// A reader's own failure reaches the outcome with the file's path.
  @Test func takesNotesOfFailedReading() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub/a", "")
    let outcome = TreeWalk(start: folder.path).walk(workers: 1) { visit in
      visit.note(SystemError(code: EIO, operation: "read"))
    }
    #expect(outcome.errors.map(\.path) == ["sub/a"])
  }

  @Test func odditiesInPlaceOfIgnoreFilesAreNoRules() throws {
    let git = try GitFixture()
    try git.write("rules", "*\n")
    try git.folder.link(".gitignore", to: "rules")
    try git.write("sub/.gitignore/a", "")
    try git.write(".git/info/exclude", "")
    let walked = Walked(git.path)
    #expect(walked.files == ["rules", "sub/.gitignore/a"])
    #expect(walked.outcome.skipped.map(\.path) == [".gitignore"])
    #expect(walked.outcome.errors.isEmpty)
  }

  @Test func anUnreadableSharedRuleFileIsAnError() throws {
    let git = try GitFixture()
    try git.folder.makeFolder(".git/info/exclude")
    try git.write("a", "")
    var options = TreeWalk.Options()
    options.globalExcludes = git.path(".git")
    let walked = Walked(git.path, options: options)
    #expect(walked.files == ["a"])
    #expect(walked.outcome.errors.map(\.operation) == ["read", "read"])
    options.globalExcludes = git.path("no such file")
    #expect(Walked(git.path, options: options).outcome.errors.count == 1)
  }

  // MARK: Names and shapes

  @Test func namesAreBytes() throws {
    let git = try GitFixture()
    try git.write(".gitignore", "kept?\n")
    let odd: [UInt8] = [0x6B, 0xFF, 0xFE]
    let long = String(repeating: "n", count: 255)
    try Shell.run(
      "cd \"$0\" && : > \"$(printf 'k\\377\\376')\" && : > kept1 && : > kept12",
      arguments: [git.path])
    try git.write(long, "x")
    let bytes = Found()
    let outcome = TreeWalk(start: git.path).walk(workers: 2) { visit in
      let name = visit.withPath { path in
        Array(Array(copying: path).split(separator: UInt8(ascii: "/")).last ?? [])
      }
      if name.first == odd.first { bytes.add(name.map(String.init).joined(separator: " ")) }
      guard let file = try? visit.open() else { return }
      if visit.path == long { #expect(file.size == 1) }
    }
    let expected = [odd, Array("kept12".utf8)].map { $0.map(String.init).joined(separator: " ") }
    #expect(Set(bytes.paths) == Set(expected))
    #expect(outcome.errors.isEmpty && outcome.skipped.isEmpty && outcome.ignored == 1)
  }

  /// Many files in one folder are shared among the workers, each visited once.
  @Test(arguments: [1, 2, 5]) func sharesOutLargeFolders(workers: Int) throws {
    let git = try GitFixture()
    try git.write(".gitignore", "f1*9\n")
    try Shell.run("cd \"$0\" && seq -f 'f%g' 2000 | xargs touch", arguments: [git.path])
    let walked = Walked(git.path, workers: workers, opening: true)
    let all = (1...2000).map { "f\($0)" } + [".gitignore"]
    #expect(walked.files == all.filter { !($0.hasPrefix("f1") && $0.hasSuffix("9")) }.sorted())
    #expect(walked.outcome.errors.isEmpty)
  }

  /// 10,000 levels, far beyond what a path can name.
  @Test(arguments: [1, 2]) func walksTreesOfAnyDepth(workers: Int) throws {
    let folder = try TemporaryFolder()
    try makeChain(in: folder, levels: 10_000, sideFolderEach: 100)
    let walked = Walked(folder.path, workers: workers, opening: true)
    #expect(walked.outcome.errors.isEmpty && walked.outcome.skipped.isEmpty)
    #expect(walked.outcome.files == 100)
    #expect(walked.outcome.folders == 10_101)
    #expect(walked.files.map(\.utf8.count).max() == 9_900 * 2 + 3)
  }

  /// With few folders open at once, those further down are reached anew from above.
  @Test(arguments: [1, 3]) func getsByWithFewOpenFolders(workers: Int) throws {
    let folder = try TemporaryFolder()
    try makeChain(in: folder, levels: 300, sideFolderEach: 1)
    var options = TreeWalk.Options()
    options.openFolderLimit = 4
    let walked = Walked(folder.path, workers: workers, options: options, opening: true)
    #expect(walked.outcome.errors.isEmpty && walked.outcome.skipped.isEmpty)
    #expect(walked.files == Walked(folder.path).files)
    #expect(walked.outcome.files == 300)
  }

  /// Makes folders `d/d/d/…`, and here and there beside one a folder `e` with a file `f`.
  private func makeChain(in folder: TemporaryFolder, levels: Int, sideFolderEach: Int) throws {
    let script = """
      import os, sys
      os.chdir(sys.argv[1])
      for level in range(int(sys.argv[2])):
          os.mkdir("d")
          if level % int(sys.argv[3]) == 0:
              os.mkdir("e")
              open("e/f", "w").close()
          os.chdir("d")
      """
    try Shell.run(
      "python3 -c \"$1\" \"$0\" $2 $3",
      arguments: [folder.path, script, "\(levels)", "\(sideFolderEach)"])
  }
}
