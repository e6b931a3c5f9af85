import Basics

/// Decodes the symbols of LZMA into a history, whatever container they come in.
struct LZMADecoder: Sendable {
  /// Why decoding stopped.
  enum Pause {
    /// More input is needed; all of it has been taken.
    case input
    /// As much as was wanted has been written.
    case output
    /// The marker of the end was met.
    case marker
  }

  /// What lies between symbols beside the probabilities.
  private struct State {
    /// The kinds of the last symbols, 0 to 11; below 7 the last was a literal.
    var kind = 0
    /// The last four distances, less one.
    var rep0 = 0
    var rep1 = 0
    var rep2 = 0
    var rep3 = 0
    /// Bytes since the dictionary was reset.
    var place = 0
  }

  private var properties: LZMAProperties
  private var table: [UInt16] = []
  private var state = State()
  private var range = UInt32.max
  private var code: UInt32 = 0
  /// The bytes of a symbol that is not complete.
  private var carry: [UInt8] = []

  /// More than the bytes that one symbol can take.
  private static let longestSymbol = 32
  /// The longest match: room for it must be free behind what is wanted.
  static let longestMatch = 273

  init(_ properties: LZMAProperties) {
    self.properties = properties
    resetState()
  }

  /// Whether the range coder is where an encoder leaves it.
  var isAtRest: Bool { code == 0 && carry.isEmpty }

  /// Begins anew, with other properties.
  mutating func reset(_ properties: LZMAProperties) {
    self.properties = properties
    resetState()
  }

  /// Begins anew, within the dictionary.
  mutating func resetState() {
    table = [UInt16](repeating: 1024, count: LZMALayout.size(properties))
    let place = state.place
    state = State()
    state.place = place
  }

  /// Notes that a dictionary begins.
  mutating func resetPlace() { state.place = 0 }

  /// Notes that bytes were written by somebody else.
  mutating func pass(_ count: Int) { state.place &+= count }

  /// Starts the range coder with the five bytes that stand first; false if they cannot.
  mutating func start(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 5, bytes[0] == 0 else { return false }
    range = .max
    code = bytes.span.bigEndian32(at: 1)
    carry = []
    return true
  }

  /// Decodes symbols.
  ///
  /// - Parameters:
  ///   - input: The stream's bytes.
  ///   - position: The first byte that has not been taken; is moved on.
  ///   - end: Where the input ends.
  ///   - history: Is written to; must have room for `wanted` and the longest match.
  ///   - wanted: How many bytes are enough.
  ///   - limit: How many bytes may come at all; no match may go beyond.
  /// - Returns: Why it stopped.
  /// - Throws: `DecompressionError`.
  mutating func decode(
    _ input: Span<UInt8>, at position: inout Int, end: Int, into history: inout History,
    wanted: Int, limit: Int
  ) throws(DecompressionError) -> Pause {
    let goal = history.end + wanted
    let most = limit > Int.max - history.end ? Int.max : history.end + limit
    while history.end < goal {
      if !carry.isEmpty {
        let old = carry.count
        let added = min(Self.longestSymbol, end - position)
        var bytes = carry
        bytes.append(position..<position + added, of: input)
        var place = 0
        guard let ends = try symbol(bytes.span, at: &place, into: &history, most: most) else {
          carry = bytes
          position += added
          return .input
        }
        // The bytes that were kept were not enough, so all of them have been used.
        carry = []
        position += place - old
        if ends { return .marker }
        continue
      }
      let part = input.extracting(position..<end)
      if part.count > Self.longestSymbol {
        var place = 0
        let ends = try run(part, at: &place, into: &history, goal: goal, most: most)
        position += place
        if ends { return .marker }
        if history.end >= goal { break }
      }
      var place = 0
      let rest = input.extracting(position..<end)
      guard let ends = try symbol(rest, at: &place, into: &history, most: most) else {
        carry = []
        carry.append(position..<end, of: input)
        position = end
        return .input
      }
      position += place
      if ends { return .marker }
    }
    return .output
  }

  /// Takes in the byte that the coder is still owed at the end of a stream.
  ///
  /// - Returns: Whether it was there.
  mutating func settle(_ input: Span<UInt8>, at position: inout Int, end: Int) -> Bool {
    guard range < 1 << 24 else { return true }
    guard position < end else { return false }
    range <<= 8
    code = code << 8 | UInt32(input[position])
    position += 1
    return true
  }

  /// Decodes while there is enough input for any symbol; says whether the marker of the end came.
  private mutating func run(
    _ input: Span<UInt8>, at position: inout Int, into history: inout History, goal: Int, most: Int
  ) throws(DecompressionError) -> Bool {
    var coder = LZMACoder(range: range, code: code, position: position)
    var journal = LZMAJournal(isOn: false)
    let ends = try Self.decode(
      input, &coder, &journal, &state, &table, properties, &history, goal: goal, most: most,
      safeEnd: input.count - Self.longestSymbol)
    (range, code, position) = (coder.range, coder.code, coder.position)
    return ends
  }

  /// Decodes one symbol; nil, with nothing changed, if the input ends within it.
  private mutating func symbol(
    _ input: Span<UInt8>, at position: inout Int, into history: inout History, most: Int
  ) throws(DecompressionError) -> Bool? {
    var coder = LZMACoder(range: range, code: code, position: position)
    var journal = LZMAJournal(isOn: true)
    let saved = state
    let end = history.end
    var ends = false
    do throws(DecompressionError) {
      ends = try Self.decode(
        input, &coder, &journal, &state, &table, properties, &history, goal: end + 1, most: most,
        safeEnd: Int.max)
    } catch {
      // Bytes that are not there cannot be wrong.
      if !coder.isStarved { throw error }
    }
    guard !coder.isStarved else {
      journal.undo(&table)
      state = saved
      history.end = end
      return nil
    }
    (range, code, position) = (coder.range, coder.code, coder.position)
    return ends
  }
}

extension LZMADecoder {
  /// The loop over symbols, up to the goal or until the input comes near its end.
  @inline(__always)
  private static func decode(
    _ input: Span<UInt8>, _ shared: inout LZMACoder, _ journal: inout LZMAJournal,
    _ sharedState: inout State, _ probabilities: inout [UInt16], _ properties: LZMAProperties,
    _ history: inout History, goal: Int, most: Int, safeEnd: Int
  ) throws(DecompressionError) -> Bool {
    var coder = shared
    var state = sharedState
    var end = history.end
    let reachable = history.reachable
    let window = history.window
    let start = end
    var bytes = history.takeBytes()
    defer {
      history.giveBack(bytes, end: end)
      sharedState = state
      shared = coder
    }
    let positionMask = 1 << properties.position - 1
    let literalMask = 1 << properties.literalPosition - 1
    let contextBits = properties.literalContext
    var table = probabilities.mutableSpan
    var output = bytes.mutableSpan
    var last: UInt8 = end > 0 && reachable > 0 ? output[end - 1] : 0
    while end < goal && coder.position <= safeEnd {
      let place = state.place & positionMask
      if coder.bit(LZMALayout.isMatch &+ state.kind &<< 4 &+ place, &table, &journal, input) == 0 {
        let context =
          (state.place & literalMask) &<< contextBits &+ Int(last) &>> (8 &- contextBits)
        let base = LZMALayout.literals &+ 0x300 &* context
        var node = 1
        if state.kind >= 7 {
          // After a match, the byte that would have followed tells something of this one.
          var match = Int(output[end &- state.rep0 &- 1])
          var offset = 0x100
          while node < 0x100 {
            match &<<= 1
            let matchBit = match & offset
            let bit = coder.bit(base &+ offset &+ matchBit &+ node, &table, &journal, input)
            node = node &<< 1 | bit
            offset &= bit == 0 ? ~match : match
          }
        } else {
          while node < 0x100 {
            node = node &<< 1 | coder.bit(base &+ node, &table, &journal, input)
          }
        }
        last = UInt8(truncatingIfNeeded: node)
        output[end] = last
        end &+= 1
        state.place &+= 1
        state.kind = state.kind < 4 ? 0 : state.kind < 10 ? state.kind &- 3 : state.kind &- 6
        continue
      }
      let length: Int
      if coder.bit(LZMALayout.isRep &+ state.kind, &table, &journal, input) == 0 {
        length = coder.length(LZMALayout.matchLength, position: place, &table, &journal, input)
        let distance = coder.distance(length, &table, &journal, input)
        if distance == 0xFFFF_FFFF { return true }
        (state.rep3, state.rep2, state.rep1) = (state.rep2, state.rep1, state.rep0)
        state.rep0 = distance
        state.kind = state.kind < 7 ? 7 : 10
      } else {
        if coder.bit(LZMALayout.isRepG0 &+ state.kind, &table, &journal, input) == 0 {
          let long = LZMALayout.isRep0Long &+ state.kind &<< 4 &+ place
          if coder.bit(long, &table, &journal, input) == 0 {
            guard state.rep0 < min(reachable &+ (end &- start), window) else {
              throw .damaged("a distance of LZMA data")
            }
            last = output[end &- state.rep0 &- 1]
            output[end] = last
            end &+= 1
            state.place &+= 1
            state.kind = state.kind < 7 ? 9 : 11
            continue
          }
        } else if coder.bit(LZMALayout.isRepG1 &+ state.kind, &table, &journal, input) == 0 {
          (state.rep0, state.rep1) = (state.rep1, state.rep0)
        } else if coder.bit(LZMALayout.isRepG2 &+ state.kind, &table, &journal, input) == 0 {
          (state.rep0, state.rep1, state.rep2) = (state.rep2, state.rep0, state.rep1)
        } else {
          (state.rep0, state.rep1, state.rep2, state.rep3) = (
            state.rep3, state.rep0, state.rep1, state.rep2
          )
        }
        length = coder.length(LZMALayout.repLength, position: place, &table, &journal, input)
        state.kind = state.kind < 7 ? 8 : 11
      }
      guard state.rep0 < min(reachable &+ (end &- start), window) else {
        throw .damaged("a distance of LZMA data")
      }
      guard length <= most &- end else { throw .damaged("the size of LZMA data") }
      output.repeatBytes(at: end, distance: state.rep0 &+ 1, count: length)
      end &+= length
      state.place &+= length
      last = output[end &- 1]
    }
    return false
  }
}

extension LZMACoder {
  /// Decodes a distance, less one, for a match of some length.
  @inline(__always)
  fileprivate mutating func distance(
    _ length: Int, _ table: inout MutableSpan<UInt16>, _ journal: inout LZMAJournal,
    _ input: Span<UInt8>
  ) -> Int {
    let slots = LZMALayout.slots &+ min(length &- 2, 3) &<< 6
    let slot = tree(slots, bits: 6, &table, &journal, input)
    guard slot >= 4 else { return slot }
    let bits = slot &>> 1 &- 1
    let base = (2 | slot & 1) &<< bits
    if slot < 14 {
      return base
        &+ reversedTree(
          LZMALayout.distances &+ base &- slot, bits: bits, &table, &journal, input)
    }
    let high = direct(bits &- 4, input) &<< 4
    return base &+ high &+ reversedTree(LZMALayout.align, bits: 4, &table, &journal, input)
  }
}
