@testable import RuleSet

/// Writes a tree as text, so that a test can say in one line what it expects.
extension TOMLTable {
  var dump: String {
    "{" + entries.map { "\($0.key)=\($0.value.dump)" }.joined(separator: ",") + "}"
  }

  /// As `dump`, for the document with this text.
  static func dump(_ text: String) throws -> String {
    try TOMLParser.parse(Array(text.utf8)).dump
  }
}

extension TOMLValue {
  var dump: String {
    switch content {
    case .string(let text): "\"\(text)\""
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .boolean(let boolean): "\(boolean)"
    case .dateTime(let dateTime): "(\(dateTime))"
    case .array(let items): "[" + items.map(\.dump).joined(separator: ",") + "]"
    case .table(let table): table.dump
    }
  }
}
