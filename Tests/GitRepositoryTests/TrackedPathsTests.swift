import Foundation
import SystemIO
import TestSupport
import Testing

@testable import GitRepository

/// What the index holds, read natively or through git.
@Suite struct TrackedPathsTests {
  @Test func whatOnlyGitReadsIsFallenBackFrom() throws {
    let split = try GitFixture()
    for name in ["a", "n/z"] { try split.write(name, name) }
    try split.git("add", ".")
    try split.git("update-index", "--split-index")
    let sparse = try GitFixture()
    for name in ["top", "in/a", "out/b"] { try sparse.write(name, "x") }
    try sparse.commit()
    try sparse.git("sparse-checkout", "init", "--cone", "--sparse-index")
    try sparse.git("sparse-checkout", "set", "in")
    for (fixture, path) in [(split, "n/z"), (sparse, "out/b")] {
      let tracked = try TrackedPaths(in: Git.open(fixture.path))
      #expect(tracked.isTracked(path))
      #expect(!tracked.isTracked("no"))
    }
  }

  @Test func findsTrackedPathsAndFolders() throws {
    let fixture = try GitFixture()
    for path in ["a", "a.b", "a0/x", "b/c/d", "b/c.d", "bb/x"] { try fixture.write(path, path) }
    try fixture.commit()
    let natively = try TrackedPaths(in: Git.open(fixture.path))
    let listed = TrackedPaths(sorting: Array("bb/x\0b/c/d\0a\0a0/x\0b/c.d\0a.b\0".utf8))
    for tracked in [natively, listed] {
      for path in ["a", "a.b", "b/c/d", "bb/x"] {
        #expect(tracked.isTracked(path), "\(path)")
      }
      for path in ["", "b", "b/c", "a/", "b/c/d/", "c", "A", "b/c/"] {
        #expect(!tracked.isTracked(path), "\(path)")
      }
      for folder in ["", "b", "b/c", "a0", "bb"] {
        #expect(tracked.holdsTracked(folder), "\(folder)")
      }
      for folder in ["a", "a.b", "b/c/d", "b/", "c", "b/d", "0"] {
        #expect(!tracked.holdsTracked(folder), "\(folder)")
      }
    }
  }

  @Test func aRepositoryWithoutAnIndexTracksNothing() throws {
    let fixture = try GitFixture()
    let tracked = try TrackedPaths(in: Git.open(fixture.path))
    #expect(!tracked.holdsTracked(""))
  }

  @Test func aCorruptIndexIsGitsErrorToTell() throws {
    let fixture = try GitFixture()
    try fixture.folder.write(".git/index", "DIRC nonsense that is no index")
    #expect(throws: GitError.self) { try TrackedPaths(in: Git.open(fixture.path)) }
  }
}
