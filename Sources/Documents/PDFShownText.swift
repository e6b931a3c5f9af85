/// The strings that a content stream of a PDF shows, in order, and where lines end between them.
///
/// A stream is gone through once; what its codes mean, several maps may say differently.
struct PDFShownText {
  /// The strings, one behind the other.
  private var bytes: [UInt8] = []
  /// What is shown: an even number for a string of half as many bytes, or one of the two below.
  private var steps: [UInt32] = []
  private static let space: UInt32 = 1
  private static let line: UInt32 = 3

  /// How much work it is to read it once.
  var size: Int { bytes.count + steps.count }

  mutating func append(_ string: [UInt8]) {
    bytes += string
    // No stream that is read has 2 GB.
    steps.append(UInt32(truncatingIfNeeded: string.count) << 1)
  }

  mutating func appendSpace() { steps.append(Self.space) }

  /// Ends the line, if there is anything on it.
  mutating func endLine() { if steps.last != Self.line { steps.append(Self.line) } }

  /// The text.
  ///
  /// - Parameters:
  ///   - map: What codes mean; nil where they are characters. Strings with other codes are left out.
  ///   - limit: So many bytes are made at most.
  /// - Returns: The text, and whether there is more than was wanted.
  func text(_ map: PDFCharacterMap?, limit: Int) -> (text: [UInt8], isCut: Bool) {
    var output: [UInt8] = []
    var place = 0
    for step in steps {
      switch step {
      case Self.space: output.append(0x20)
      case Self.line: if !output.isEmpty, output.last != 0x0A { output.append(0x0A) }
      default:
        let string = place..<place + Int(step >> 1)
        place = string.upperBound
        if let map {
          map.append(bytes, string, to: &output, atMost: limit)
        } else {
          appendCharacters(string, to: &output)
        }
        if output.count >= limit { return (output, true) }
      }
    }
    return (output, false)
  }

  /// Of two bytes a character, as fonts with many characters have them, the lower ones are taken if
  /// all the higher are zero.
  private func appendCharacters(_ string: Range<Int>, to output: inout [UInt8]) {
    let isWide =
      string.count >= 2 && string.count % 2 == 0
      && stride(from: string.lowerBound, to: string.upperBound, by: 2).allSatisfy { bytes[$0] == 0 }
    guard isWide else {
      output += bytes[string]
      return
    }
    for place in stride(from: string.lowerBound + 1, to: string.upperBound, by: 2) {
      output.append(bytes[place])
    }
  }
}
