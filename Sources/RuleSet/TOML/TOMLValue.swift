/// A value of a TOML document, with the place where it is written.
package struct TOMLValue: Sendable, Equatable {
  /// What the value is.
  package var content: Content
  /// Where it begins; for a table, where its header or first key names it.
  package var position: TOMLPosition
  /// Where the text of a string begins, when it is written without escapes: a character of the
  /// text then stands as many bytes further.
  package var textPosition: TOMLPosition?

  package init(
    _ content: Content, at position: TOMLPosition, textPosition: TOMLPosition? = nil
  ) {
    self.content = content
    self.position = position
    self.textPosition = textPosition
  }

  /// The kinds of values that TOML knows.
  package enum Content: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    /// A valid date, time or both, as it is written.
    case dateTime(String)
    /// An array, or an array of tables.
    case array([TOMLValue])
    case table(TOMLTable)
  }

  /// The kind of the value in words, with its article, for messages.
  package var kind: String {
    switch content {
    case .string: "a string"
    case .integer: "an integer"
    case .float: "a float"
    case .boolean: "a boolean"
    case .dateTime: "a date or time"
    case .array: "an array"
    case .table: "a table"
    }
  }
}

/// A place in a document.
package struct TOMLPosition: Sendable, Hashable, Comparable {
  /// Line, from 1.
  package var line: Int
  /// Column, from 1, in bytes as compilers count them.
  package var column: Int

  package static func < (left: TOMLPosition, right: TOMLPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
