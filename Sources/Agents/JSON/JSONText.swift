import Basics

/// A JSON value with parts in it that are JSON text already.
indirect enum JSONText {
  case object([(String, JSONText)])
  case string(String)
  case boolean(Bool)
  /// As it is.
  case raw([UInt8])

  /// The text in one line.
  var text: String {
    switch self {
    case .object(let members):
      "{" + members.map { Self.quoted($0) + ":" + $1.text }.joined(separator: ",") + "}"
    case .string(let text): Self.quoted(text)
    case .boolean(let flag): flag ? "true" : "false"
    case .raw(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  /// A string in quotes.
  static func quoted(_ text: String) -> String {
    var output = ""
    JSONWriter(layout: .oneLine).write(.string(text), to: &output)
    return output
  }
}
