/// The small text that stands in a repository for a file that Git LFS keeps elsewhere.
///
/// See "The Pointer" in git-lfs' `docs/spec.md`: fewer than 1,024 bytes, the version in the first
/// line.
package enum LFSPointer {
  /// Why the file that it stands for was not scanned.
  package static let reason = "Git LFS pointer; its content is not here"

  private static let firstLine = Array("version https://git-lfs.github.com/spec/v1\n".utf8)

  /// Whether a text is a pointer.
  package static func matches(_ text: Span<UInt8>) -> Bool {
    guard text.count < 1_024, text.count >= firstLine.count else { return false }
    return firstLine.indices.allSatisfy { text[$0] == firstLine[$0] }
  }
}
