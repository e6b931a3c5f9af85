import Testing

import Engine

/// What is taken for a pointer of Git LFS.
struct LFSPointerTests {
  private static let first = "version https://git-lfs.github.com/spec/v1\n"

  private static let pointers: [String] = [
    first, first + "oid sha256:0\nsize 1\n", padded(to: 1_023),
  ]
  private static let others: [String] = [
    padded(to: 1_024), "", String(first.dropLast()), " " + first,
    "version https://git-lfs.github.com/spec/v2\n",
  ]

  private static func padded(to length: Int) -> String {
    first + String(repeating: "x", count: length - first.utf8.count)
  }

  private func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return LFSPointer.matches(bytes.span)
  }

  @Test(arguments: pointers)
  func isAPointer(_ text: String) {
    #expect(matches(text))
  }

  @Test(arguments: others)
  func isNone(_ text: String) {
    #expect(!matches(text))
  }
}
