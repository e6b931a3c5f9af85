import Basics

/// Gathers the bytes of a field that may be cut.
struct Intake: Sendable {
  /// What has come of the field.
  private(set) var bytes: [UInt8] = []

  /// Takes bytes until there are so many.
  ///
  /// - Parameters:
  ///   - count: The size of the field.
  ///   - input: Where it comes from.
  ///   - position: The first byte that has not been taken; is moved on.
  /// - Returns: Whether the field is complete.
  mutating func fill(to count: Int, from input: Span<UInt8>, at position: inout Int) -> Bool {
    let part = min(max(0, count - bytes.count), input.count - position)
    if part > 0 {
      bytes.append(position..<position + part, of: input)
      position += part
    }
    return bytes.count >= count
  }

  /// Makes room for the next field.
  mutating func clear() { bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20) }

  /// Gives the bytes away.
  mutating func take() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return taken
  }

  /// Puts some bytes in the place of those there are.
  mutating func set(_ bytes: consuming [UInt8]) { self.bytes = bytes }

  /// Begins a field that has zeros before it.
  mutating func begin(zeros count: Int) {
    clear()
    bytes.append(contentsOf: repeatElement(0, count: count))
  }
}
