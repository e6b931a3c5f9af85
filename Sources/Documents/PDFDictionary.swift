/// What stands before a stream of a PDF, as far as it has to be known; ISO 32000-1, 7.3.8.
struct PDFDictionary {
  /// The object's number.
  private(set) var number: Int?
  /// The names of the stream's filters, in the order in which they are undone; nil if they stand in an
  /// object that is not to be found.
  private(set) var filters: [String]? = []
  /// The length, if it is not in another object.
  private(set) var length: Int?
  /// Whether it is an image, whose bytes are no text.
  private(set) var isImage = false
  /// What it says of its kind, such as `ObjStm`; a content stream says nothing.
  private(set) var type: String?
  /// What the bytes were subtracted from.
  private(set) var predictor: PDFPredictor?
  /// Whether what stands before is a string that goes on.
  private(set) var isInString = false
  /// Whether it says how the file is encrypted: a table of references in a stream.
  private(set) var isEncryption = false

  /// A dictionary with more tokens than this is not understood.
  private static let mostTokens = 100_000

  /// Reads the last dictionary of a range, at the end of which its stream begins.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - range: Reaches back to what stands before, such as another stream.
  ///   - objects: Where filters may stand.
  init(_ bytes: [UInt8], in range: Range<Int>, _ objects: inout PDFObjects) {
    var start = range.lowerBound
    if let object = PDFObjects.last(in: bytes, range) { (number, start) = object }
    var reader = PDFTokens(bytes, start..<range.upperBound)
    var tokens: [PDFToken] = []
    while let token = reader.next() {
      guard tokens.count < Self.mostTokens else {
        filters = nil
        return
      }
      tokens.append(token)
    }
    isInString = reader.endsInString
    isEncryption = tokens.contains(.name("Encrypt"))
    var index = tokens.firstIndex(of: .dictionary).map { $0 + 1 } ?? tokens.count
    while index + 1 < tokens.count, tokens[index] != .endDictionary {
      guard case .name(let key) = tokens[index] else {
        index += 1
        continue
      }
      let value = tokens[(index + 1)..<Self.end(ofValueAt: index + 1, tokens)]
      take(key, value, &objects)
      index = value.endIndex
    }
  }

  private mutating func take(
    _ key: String, _ value: ArraySlice<PDFToken>, _ objects: inout PDFObjects
  ) {
    switch key {
    case "Filter": filters = objects.names(value)
    case "Length":
      if value.count == 1, case .word(let digits)? = value.first, let number = Int(digits) {
        length = number >= 0 ? number : nil
      }
    case "DecodeParms", "DP": predictor = objects.resolve(value).flatMap { PDFPredictor($0) }
    case "Type": if case .name(let name)? = value.first { type = name }
    case "Subtype": if value.first == .name("Image") { isImage = true }
    default: break
    }
  }

  /// Where a value ends: behind one token, the three of a reference, or a bracket that closes.
  private static func end(ofValueAt start: Int, _ tokens: [PDFToken]) -> Int {
    switch tokens[start] {
    case .array, .dictionary:
      var depth = 0
      for index in start..<tokens.count {
        switch tokens[index] {
        case .array, .dictionary: depth += 1
        case .endArray, .endDictionary: depth -= 1
        default: break
        }
        if depth == 0 { return index + 1 }
      }
      return tokens.count
    default: return PDFToken.isReference(tokens[start...]) ? start + 3 : start + 1
    }
  }
}
