internal import Basics

/// Reads the numbers of TOML.
enum TOMLNumber {
  /// Reads an integer or a float.
  ///
  /// - Returns: The number, or nil when the token is none.
  /// - Throws: When the token is an integer that takes more than 64 bits.
  static func parse(
    _ token: ArraySlice<UInt8>, at position: TOMLPosition
  ) throws(TOMLError) -> TOMLValue.Content? {
    if token.count > 2, token.first == UInt8(ascii: "0"),
      let radix = radix(of: token[token.startIndex + 1])
    {
      return try integer(token.dropFirst(2), radix: radix, negative: false, at: position)
    }
    let sign = token.first
    let isNegative = sign == UInt8(ascii: "-")
    let body = isNegative || sign == UInt8(ascii: "+") ? token.dropFirst() : token
    if body.elementsEqual("inf".utf8) { return .float(isNegative ? -.infinity : .infinity) }
    if body.elementsEqual("nan".utf8) { return .float(.nan) }
    if body.allSatisfy({ $0.isDigit || $0 == .underscore }) {
      guard hasNoLeadingZero(body) else { return nil }
      return try integer(body, radix: 10, negative: isNegative, at: position)
    }
    return float(body, negative: isNegative)
  }

  private static func radix(of byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private static func integer(
    _ body: ArraySlice<UInt8>, radix: Int, negative: Bool, at position: TOMLPosition
  ) throws(TOMLError) -> TOMLValue.Content? {
    guard hasGoodUnderscores(body) else { return nil }
    let digits = body.filter { $0 != .underscore }
    guard digits.allSatisfy({ $0.hexadecimalValue.map { $0 < radix } ?? false }) else { return nil }
    let text = (negative ? "-" : "") + String(decoding: digits, as: UTF8.self)
    guard let number = Int64(text, radix: radix) else {
      throw TOMLError(at: position, "the integer takes more than 64 bits")
    }
    return .integer(number)
  }

  private static func float(_ body: ArraySlice<UInt8>, negative: Bool) -> TOMLValue.Content? {
    let isExponent = { (byte: UInt8) in byte | 0x20 == UInt8(ascii: "e") }
    let exponentStart = body.firstIndex(where: isExponent) ?? body.endIndex
    let mantissa = body[..<exponentStart]
    let point = mantissa.firstIndex(of: .dot) ?? mantissa.endIndex
    guard isDigits(mantissa[..<point]), hasNoLeadingZero(mantissa[..<point]) else { return nil }
    if point < mantissa.endIndex {
      guard isDigits(mantissa[(point + 1)...]) else { return nil }
    }
    if exponentStart < body.endIndex {
      var exponent = body[(exponentStart + 1)...]
      if exponent.first == UInt8(ascii: "+") || exponent.first == UInt8(ascii: "-") {
        exponent = exponent.dropFirst()
      }
      guard isDigits(exponent) else { return nil }
    }
    let plain = String(decoding: body.filter { $0 != .underscore }, as: UTF8.self)
    guard let magnitude = Double(plain) else { return nil }
    return .float(negative ? -magnitude : magnitude)
  }

  private static func isDigits(_ text: ArraySlice<UInt8>) -> Bool {
    text.allSatisfy { $0.isDigit || $0 == .underscore } && hasGoodUnderscores(text)
  }

  private static func hasNoLeadingZero(_ text: ArraySlice<UInt8>) -> Bool {
    text.count < 2 || text.first != UInt8(ascii: "0")
  }

  /// Returns whether the text is not empty and every underscore stands between two other
  /// characters.
  private static func hasGoodUnderscores(_ text: ArraySlice<UInt8>) -> Bool {
    var previous = UInt8.underscore
    for byte in text {
      if byte == .underscore, previous == .underscore { return false }
      previous = byte
    }
    return previous != .underscore
  }
}
