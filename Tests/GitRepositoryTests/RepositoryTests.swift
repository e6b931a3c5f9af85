import Basics
import Foundation
import SystemIO
import TestSupport
import Testing

@testable import GitRepository

@Suite struct RepositoryTests {
  @Test func isFoundFromAnyFolderOfAWorkTree() throws {
    let fixture = try GitFixture("with space\nand newline")
    try fixture.write("a/b/c.txt", "x")
    try fixture.commit()
    for folder in ["", "/a", "/a/b"] {
      let repository = try Git.open(fixture.path + folder)
      #expect(repository.topLevel == fixture.path)
      #expect(repository.gitDirectory == fixture.path + "/.git")
      #expect(try FileSystem.realPath(repository.commonDirectory) == fixture.path + "/.git")
      #expect(try FileSystem.realPath(repository.indexPath) == fixture.path + "/.git/index")
      #expect(!repository.isBare)
      #expect(!repository.isShallow)
      #expect(repository.objectFormat == .sha1)
    }
    let inside = try Git.open(fixture.path + "/.git")
    #expect(inside.topLevel == nil)
    #expect(inside.gitDirectory == fixture.path + "/.git")
  }

  @Test func tellsBareShallowAndSHA256() throws {
    let folder = try TemporaryFolder()
    let origin = try GitFixture("origin", in: folder, options: ["--object-format=sha256"])
    try origin.commit("one")
    try origin.commit("two")
    try origin.git("clone", "-q", "--bare", origin.path, folder.path("bare"))
    try origin.git(
      "-c", "protocol.file.allow=always", "clone", "-q", "--depth=1", "file://\(origin.path)",
      folder.path("shallow"))
    let bare = try Git.open(folder.path("bare"))
    #expect(bare.isBare)
    #expect(bare.topLevel == nil)
    #expect(bare.gitDirectory == folder.path("bare"))
    #expect(bare.objectFormat == .sha256)
    let shallow = try Git.open(folder.path("shallow"))
    #expect(shallow.isShallow)
    #expect(shallow.topLevel == folder.path("shallow"))
    let part = try HistoryPart(shallow)
    #expect(part.commits.count == 1)
    #expect(part.selection.cut == part.commits.map(\.id))
  }

  @Test func aWorkTreeSharesObjectsAndHasItsOwnIndex() throws {
    let folder = try TemporaryFolder()
    let fixture = try GitFixture("main", in: folder)
    try fixture.commit()
    try fixture.git("worktree", "add", "-q", "-b", "side", folder.path("side"))
    let side = try Git.open(folder.path("side"))
    #expect(side.topLevel == folder.path("side"))
    #expect(side.gitDirectory == fixture.path + "/.git/worktrees/side")
    #expect(try FileSystem.realPath(side.commonDirectory) == fixture.path + "/.git")
    #expect(side.indexPath == fixture.path + "/.git/worktrees/side/index")
  }

  @Test func aHooksIndexCountsUnlessAnotherRepositoryIsNamed() throws {
    let fixture = try GitFixture()
    let other = try GitFixture()
    try fixture.commit()
    try other.commit()
    let extra = [
      "GIT_DIR": fixture.path + "/.git", "GIT_INDEX_FILE": fixture.path + "/.git/index.other",
    ]
    #expect(
      try Git.open(fixture.path, extra: extra).indexPath == fixture.path + "/.git/index.other")
    let named = try Git.open(other.path, extra: extra, hooks: false)
    #expect(named.gitDirectory == other.path + "/.git")
    #expect(try FileSystem.realPath(named.indexPath) == other.path + "/.git/index")
  }

  @Test func resolvesRevisions() throws {
    let fixture = try GitFixture()
    let unborn = try Git.open(fixture.path)
    #expect(try unborn.resolve("HEAD") == nil)
    let commit = try fixture.commit()
    let repository = try Git.open(fixture.path)
    #expect(try repository.resolve("HEAD")?.hex == commit)
    #expect(try repository.resolve("main^{commit}")?.hex == commit)
    for none in ["nothing", "HEAD~7", "", "--all", "-h"] {
      #expect(try repository.resolve(none) == nil, "\(none)")
    }
  }

  // MARK: Errors

  @Test func aFolderOutsideAnyRepositoryIsAnError() throws {
    let folder = try TemporaryFolder()
    #expect(throws: GitError.self) { try Git.open(folder.path) }
    do {
      _ = try Git.open(folder.path, extra: ["GIT_CEILING_DIRECTORIES": folder.path])
      Issue.record("no error")
    } catch let error as GitError {
      #expect(error.reason == .notARepository)
      #expect(error.description.contains("no git repository"))
    }
  }

  @Test func aMissingFolderIsAnError() throws {
    do {
      _ = try Git.open("/no/such/folder")
      Issue.record("no error")
    } catch let error as GitError {
      guard case .system(let cause) = error.reason else {
        Issue.record("\(error.reason)")
        return
      }
      #expect(cause.isNotFound)
    }
  }

  @Test func withoutGitThereIsAnError() throws {
    let folder = try TemporaryFolder()
    var environment = ProcessEnvironment()
    environment["PATH"] = folder.path
    do {
      _ = try GitProgram(environment: environment)
      Issue.record("no error")
    } catch {
      #expect(error.reason == .notInstalled)
      #expect(error.description.contains("not installed"))
    }
  }

  @Test func somebodyElsesRepositoryIsAnErrorWithGitsRemedy() throws {
    let fixture = try GitFixture()
    let tools = try TemporaryFolder()
    try tools.writeProgram(
      "git",
      "#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec /usr/bin/env -u KUNCI git.real \"$@\"")
    let real = try Shell.run("command -v git")
    try tools.writeProgram(
      "git.real",
      "#!/bin/sh\nexec \(String(decoding: real, as: UTF8.self).trimmingCharacters(in: .newlines)) \"$@\"\n"
    )
    do {
      _ = try Git.open(fixture.path, pathPrefix: tools.path)
      Issue.record("no error")
    } catch let error as GitError {
      guard case .dubiousOwnership(let remedy) = error.reason else {
        Issue.record("\(error)")
        return
      }
      #expect(remedy == "git config --global --add safe.directory \(fixture.path)")
      #expect(error.description.contains(remedy))
    }
  }

  @Test func recognisesWhatGitSays() {
    let table: [(errors: String, reason: GitError.Reason, message: String)] = [
      ("fatal: bad revision 'x..y'\n", .badRevision("x..y"), "bad revision 'x..y'"),
      ("fatal: bad object 123\n", .badRevision("123"), "bad object 123"),
      (
        "hint: look\nfatal: ambiguous argument 'q': unknown revision\n", .badRevision("q"),
        "ambiguous argument 'q': unknown revision"
      ),
      (
        "fatal: not a git repository (or any parent)\n", .notARepository,
        "not a git repository (or any parent)"
      ),
      (
        "fatal: unsafe repository ('/x' is owned)\n", .dubiousOwnership(remedy: ""),
        "unsafe repository ('/x' is owned)"
      ),
      ("warning: a\nerror: b\nfatal: c\n", .failed(.exited(128)), "c"),
      ("warning: a\nerror: b\n", .failed(.exited(128)), "b"),
      ("", .failed(.exited(128)), ""),
    ]
    for row in table {
      let error = GitError(
        status: .exited(128), command: "git x", errors: Array(row.errors.utf8))
      #expect(error.reason == row.reason, "\(row.errors)")
      #expect(error.message == row.message)
    }
  }
}
