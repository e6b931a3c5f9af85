import Basics

/// The output of a decoder of LZ77's kind, which copies from what it has written before.
///
/// Bytes are written at `end`, handed on from `emitted` on, and forgotten once they lie further back
/// than the window. Memory grows with the output, up to a quarter more than the window.
struct History: Sendable {
  /// The bytes; those before `end` count.
  private(set) var bytes: [UInt8] = []
  /// Behind the last byte written.
  var end = 0
  /// The first byte that has not been handed on.
  private(set) var emitted = 0
  /// Copies begin at or behind this.
  private var floor = 0
  /// How far back copies may begin.
  private(set) var window: Int

  /// Room that is taken at once.
  private static let step = 128 << 10

  init(window: Int) { self.window = window }

  /// The largest distance of a copy.
  var reachable: Int { min(end - floor, window) }

  /// How many bytes wait to be handed on.
  var pending: Int { end - emitted }

  /// Forgets everything for copies; what waits is kept.
  mutating func reset(window: Int) {
    self.window = window
    floor = end
  }

  /// Makes sure that so many bytes can be written from `end` on.
  mutating func makeRoom(_ count: Int) {
    guard bytes.count - end < count else { return }
    let kept = min(max(reachable, pending), end)
    let surplus = end - kept
    if surplus >= max(window / 4, Self.step) {
      bytes.removeSubrange(0..<surplus)
      end -= surplus
      emitted -= surplus
      floor = max(0, floor - surplus)
    }
    let wanted = end + count
    guard bytes.count < wanted else { return }
    // Doubled while small; never much beyond the window and what is forgotten at once.
    let most = window + max(window / 4, Self.step) + count
    let size = max(wanted, min(2 * bytes.count, most), min(Self.step, most))
    bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
  }

  /// Writes bytes as they are; there must be room.
  mutating func write(_ range: Range<Int>, of input: Span<UInt8>) {
    let place = end
    end += range.count
    var span = bytes.mutableSpan
    span.copy(range, of: input, to: place)
  }

  /// Writes one byte several times; there must be room.
  mutating func write(_ byte: UInt8, count: Int) {
    guard count > 0 else { return }
    let place = end
    end += count
    bytes[place] = byte
    guard count > 1 else { return }
    var span = bytes.mutableSpan
    span.repeatBytes(at: place + 1, distance: 1, count: count - 1)
  }

  /// Lends the bytes out to be written behind `end`, without a copy.
  mutating func takeBytes() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return taken
  }

  /// Takes back what `takeBytes` has lent, with a new end.
  mutating func giveBack(_ bytes: consuming [UInt8], end: Int) {
    self.bytes = bytes
    self.end = end
  }

  /// Hands on what waits, as much as there is room for.
  ///
  /// - Returns: The bytes handed on, as a range of `output`.
  mutating func emit(into output: inout [UInt8], room: inout Int) -> Range<Int> {
    let count = min(pending, room)
    let start = output.count
    output.append(emitted..<emitted + count, of: bytes.span)
    emitted += count
    room -= count
    return start..<output.count
  }
}
