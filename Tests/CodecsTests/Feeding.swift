import Codecs

/// A decoder that was fed to its end.
struct Feeding {
  private(set) var output: [UInt8] = []
  private(set) var error: DecompressionError?
  /// How much of the input was consumed.
  private(set) var consumed = 0
  /// Whether each call kept to its room, and to what it says of itself.
  private(set) var isOrderly = true

  /// The output, unless there was an error.
  var result: [UInt8]? { error == nil ? output : nil }

  /// Feeds a decoder.
  ///
  /// - Parameters:
  ///   - decoder: The decoder.
  ///   - input: All of its input.
  ///   - most: Where it is stopped, in bytes of output.
  ///   - pieces: The next piece's size, and the next room.
  init(
    _ decoder: consuming any Decompressor, _ input: [UInt8], most: Int = 4 << 20,
    pieces: () -> (size: Int, room: Int) = { (.max, 65_536) }
  ) {
    var end = 0
    while output.count < most {
      let (size, room) = pieces()
      let before = output.count
      let step: DecompressionStep
      do throws(DecompressionError) {
        step = try decoder.decode(input.span.extracting(consumed..<end), into: &output, room: room)
      } catch {
        self.error = error
        return
      }
      let written = output.count - before
      consumed += step.consumed
      if written > room || step.hasMore != (written == room) || consumed > end { isOrderly = false }
      if step.hasMore { continue }
      if consumed < end {
        // What follows is of no stream.
        if !step.isFinished { isOrderly = false }
        return
      }
      if end == input.count {
        if !step.isFinished { error = .truncated }
        return
      }
      end = size < input.count - end ? end + size : input.count
    }
  }
}
