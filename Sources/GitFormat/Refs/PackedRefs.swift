internal import Basics

/// The file `packed-refs`; see git-pack-refs(1).
struct PackedRefs {
  /// A line that is understood neither as a ref, nor as what a tag names, nor as a comment.
  struct Malformed: Error {}

  /// Names and what they name.
  private(set) var refs: [(name: [UInt8], target: ObjectID)] = []

  /// Reads the file's content.
  init(_ content: [UInt8], format: ObjectFormat) throws(Malformed) {
    for line in content.split(separator: UInt8(ascii: "\n")) {
      switch line.first {
      case UInt8(ascii: "#"):
        continue
      case UInt8(ascii: "^"):
        let digits = Array(line.dropFirst().prefix(format.digitCount))
        guard ObjectID(hex: digits.span) != nil else { throw Malformed() }
      default:
        let digits = Array(line.prefix(format.digitCount))
        let rest = line.dropFirst(format.digitCount)
        guard digits.count == format.digitCount, let id = ObjectID(hex: digits.span),
          rest.first == UInt8(ascii: " "), rest.count > 1
        else { throw Malformed() }
        refs.append((Array(rest.dropFirst()), id))
      }
    }
  }
}
