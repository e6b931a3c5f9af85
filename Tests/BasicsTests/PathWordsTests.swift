import Basics
import Testing

struct PathWordsTests {
  @Test(arguments: [
    ("", []),
    ("src/main.swift", ["src", "main", "swift"]),
    ("a_test.go", ["a", "test", "go"]),
    ("src/dockerTest/x", ["src", "dockertest", "docker", "test", "x"]),
    ("URLTests.java", ["urltests", "url", "tests", "java"]),
    // What is left of a hump is no word such as the `t` that Perl keeps its tests in.
    ("TypeT/ATest", ["typet", "type", "atest", "test"]),
    ("t/e2e/sample1", ["t", "e2e", "sample1"]),
    ("contest/latest", ["contest", "latest"]),
  ])
  func areWholeAndCutAtHumps(_ path: String, _ words: [String]) {
    #expect(PathWords.words(of: path) == Set(words))
  }
}
