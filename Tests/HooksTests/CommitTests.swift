import Foundation
import TestSupport
import Testing

@testable import Hooks

/// Real commits through the hook: those with a key are stopped, all others pass.
struct CommitTests {
  private func installed(_ name: String = "work") throws -> HookedRepository {
    let repository = try HookedRepository(name)
    try repository.fixture.write("a.env", "KEY=\n")
    try repository.fixture.write("sub/readme", "text\n")
    try repository.fixture.commit("Base")
    try repository.install()
    return repository
  }

  @Test(arguments: ["work", "it's a \"work\" $HOME `id`; tree"])
  func aKeyStopsACommit(_ name: String) throws {
    let repository = try installed(name)
    let key = HookedRepository.key(1)
    let stopped = try repository.commit("a.env", "KEY=\(key)\n")
    #expect(stopped.status == 1)
    #expect(try repository.commits == 1)
    #expect(stopped.errors.contains("kunci: the commit is stopped: 1 secret is staged."))
    #expect(stopped.errors.contains("git restore --staged -- a.env\n"))
    #expect((stopped.errors + stopped.output).contains("a.env:1:5"))
    #expect(!(stopped.errors + stopped.output).contains(key))

    // What is staged is still staged, and passes once the key is out of it.
    #expect(try repository.git(["diff", "--cached", "--name-only"]).output == "a.env\n")
    let passed = try repository.commit("a.env", "KEY=${KEY}\n")
    #expect(passed.status == 0)
    #expect(passed.errors == "")
    #expect(passed.output == "")
    #expect(try repository.commits == 2)
  }

  @Test func theFirstCommit() throws {
    let repository = try HookedRepository()
    try repository.install()
    #expect(try repository.commit("a.env", HookedRepository.key(1)).status == 1)
    #expect(try repository.commit("a.env", "clean").status == 0)
    #expect(try repository.commits == 1)
  }

  @Test func noVerifyPasses() throws {
    let repository = try installed()
    try repository.fixture.write("a.env", HookedRepository.key(1))
    #expect(try repository.git(["commit", "-q", "--no-verify", "-a", "-m", "A"]).status == 0)
    #expect(try repository.commits == 2)
  }

  @Test func aCommitOfAllLooksAtTheIndexThatItMakes() throws {
    let repository = try installed()
    // Nothing of it is in the repository's own index.
    try repository.fixture.write("a.env", HookedRepository.key(1))
    #expect(try repository.git(["commit", "-q", "-a", "-m", "A"]).status == 1)
    #expect(try repository.commits == 1)
    // And the other way round: staged with a key, committed without.
    try repository.fixture.git("add", "a.env")
    try repository.fixture.write("a.env", "clean\n")
    #expect(try repository.git(["commit", "-q", "-a", "-m", "A"]).status == 0)
  }

  @Test func aCommitOfSomePathsLooksAtThoseOnly() throws {
    let repository = try installed()
    try repository.fixture.write("a.env", HookedRepository.key(1))
    try repository.fixture.write("sub/readme", "new text\n")
    try repository.fixture.git("add", ".")
    #expect(try repository.git(["commit", "-q", "-m", "Sub", "--", "sub"]).status == 0)
    #expect(try repository.commits == 2)
    #expect(try repository.git(["commit", "-q", "-m", "A", "a.env"]).status == 1)
    #expect(try repository.commits == 2)
    #expect(try repository.git(["diff", "--cached", "--name-only"]).output == "a.env\n")
  }

  @Test func fromASubfolder() throws {
    let repository = try installed()
    let stopped = try repository.commit("a.env", HookedRepository.key(1), in: "sub")
    #expect(stopped.status == 1)
    #expect((stopped.errors + stopped.output).contains("a.env:1:1"))
  }

  @Test func fromElsewhere() throws {
    let repository = try installed()
    try repository.fixture.write("a.env", HookedRepository.key(1))
    let place = [
      "--git-dir", repository.fixture.path(".git"), "--work-tree", repository.fixture.path,
    ]
    let stopped = try repository.git(place + ["commit", "-q", "-a", "-m", "A"], in: "..")
    #expect(stopped.status == 1)
    #expect(try repository.commits == 1)
  }

  @Test func amendingWhatHasTheKeyAlready() throws {
    let repository = try installed()
    try repository.fixture.write("a.env", HookedRepository.key(1))
    _ = try repository.git(["commit", "-q", "--no-verify", "-a", "-m", "A"])
    #expect(try repository.git(["commit", "-q", "--amend", "-m", "B"]).status == 0)
    #expect(try repository.commit("a.env", "clean").status == 0)
    #expect(try repository.commit("a.env", HookedRepository.key(1)).status == 1)
  }

  @Test func aMergeWithTheOthersOldKeyPasses() throws {
    let repository = try installed()
    try repository.fixture.git("checkout", "-q", "-b", "side")
    try repository.fixture.write("side.env", HookedRepository.key(1))
    try repository.fixture.git("add", ".")
    _ = try repository.git(["commit", "-q", "--no-verify", "-m", "Side"])
    try repository.fixture.git("checkout", "-q", "main")
    #expect(try repository.commit("b.env", "b").status == 0)
    try repository.fixture.git("merge", "-q", "--no-commit", "side")
    #expect(try repository.git(["commit", "-q", "-m", "Merge"]).status == 0)
  }

  // MARK: Other hooks and other programs

  @Test func anEarlierHookThatFailsStopsTheCommitByItself() throws {
    let repository = try HookedRepository()
    try repository.writeHook(exit: 7)
    try repository.install()
    let stopped = try repository.commit("a.env", HookedRepository.key(1))
    #expect(stopped.status == 1)
    #expect(repository.calls == 1)
    #expect(!stopped.errors.contains("secret"))
  }

  @Test func anEarlierHookThatPassesIsFollowedByKunci() throws {
    let repository = try HookedRepository()
    try repository.writeHook()
    try repository.install()
    #expect(try repository.commit("a.env", HookedRepository.key(1)).status == 1)
    #expect(repository.calls == 1)
    #expect(try repository.commit("a.env", "clean").status == 0)
    #expect(repository.calls == 2)
  }

  @Test func aProgramThatIsGoneStopsTheCommit() throws {
    let repository = try HookedRepository()
    let program = repository.fixture.folder.path("it's gone/kunci")
    try repository.fixture.folder.makeFolder("it's gone")
    try repository.fixture.folder.link("it's gone/kunci", to: KunciProgram.path)
    try repository.hook().install(program: program)
    #expect(try repository.commit("a.env", "clean").status == 0)
    #expect(try repository.commit("a.env", HookedRepository.key(1)).status == 1)

    try repository.fixture.folder.remove("it's gone/kunci")
    // The folders of the PATH may hold another one, beside git.
    try Shell.run(
      """
      mkdir "$0" && for name in git dirname cat; do ln -s "$(command -v $name)" "$0"; done
      """, arguments: [repository.fixture.folder.path("programs")])
    let path = repository.fixture.folder.path("programs")
    try repository.fixture.write("a.env", "clean too")
    try repository.fixture.git("add", "a.env")
    let stopped = try repository.git(["commit", "-q", "-m", "A"], environment: ["PATH": path])
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("kunci: the program is gone"))
    #expect(stopped.errors.contains("pre-commit"))
    #expect(try repository.commits == 1)

    // Another one in PATH does as well.
    try repository.fixture.folder.makeFolder("bin")
    try repository.fixture.folder.link("bin/kunci", to: KunciProgram.path)
    let found = ["PATH": "\(path):\(repository.fixture.folder.path("bin"))"]
    #expect(try repository.git(["commit", "-q", "-m", "A"], environment: found).status == 0)
  }

  @Test func aBrokenRepositoryStopsTheCommit() throws {
    let repository = try installed()
    try repository.fixture.write("b.env", "new")
    try repository.fixture.git("add", "b.env")
    let id = try repository.fixture.git("rev-parse", ":b.env").trimmingCharacters(in: .newlines)
    try repository.fixture.folder.remove("work/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    let run = try KunciProgram.run(["hook", "run", "pre-commit"], in: repository.fixture.path)
    #expect(run.status == 2)
    #expect(run.errors.contains("b.env"))
    #expect(run.errors.contains("not everything could be checked"))
  }
}
