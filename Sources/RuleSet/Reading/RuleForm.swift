import Findings
import PatternEngine

/// A form of values in TOML: its name for people, and how it is read.
struct RuleForm<Value: Sendable>: Sendable {
  /// What stands there, in words.
  let name: String
  /// The value of a key that is there; nil when it is wrong, which is noted.
  let parse: @Sendable (inout RuleFileReader, _ key: String, TOMLTable) -> Value?

  init(
    _ name: String, parse: @escaping @Sendable (inout RuleFileReader, String, TOMLTable) -> Value?
  ) {
    self.name = name
    self.parse = parse
  }

  /// A form for a property that may be nil.
  static func optional<Wrapped>(_ form: RuleForm<Wrapped>) -> Self where Value == Wrapped? {
    Self(form.name) { form.parse(&$0, $1, $2).map(Optional.some) }
  }
}

extension RuleForm where Value == String {
  static var text: Self { Self("text") { $0.text($1, in: $2) } }
  static var id: Self { Self("text") { $0.id($1, in: $2) } }
}

extension RuleForm where Value == String? {
  /// An address, or `none`.
  static var page: Self { Self("https:// address, or none") { $0.page($1, in: $2) } }
}

extension RuleForm where Value == [String] {
  static var texts: Self {
    Self("list of texts") { reader, key, table in
      reader.texts(key, in: table).flatMap { $0.isEmpty ? nil : $0 }
    }
  }
  static var ids: Self { Self("list of texts") { $0.ids($1, in: $2) } }
  static var references: Self { Self("list of texts") { $0.references($1, in: $2) } }
  static var words: Self { Self("list of words") { $0.words($1, in: $2) } }
  static var examples: Self { Self("list of texts") { $0.examples($1, in: $2) } }
}

extension RuleForm where Value == Int {
  /// How far words may be looked for, in bytes; every rule's reach is bounded by it.
  static var reach: ClosedRange<Int64> { 0...4096 }

  static func integer(_ range: ClosedRange<Int64>) -> Self {
    Self("\(range.lowerBound) to \(range.upperBound)") { $0.integer($1, in: $2, from: range) }
  }
}

extension RuleForm where Value == Double {
  static func number(_ range: ClosedRange<Double>) -> Self {
    Self("\(range.lowerBound) to \(range.upperBound)") { $0.number($1, in: $2, from: range) }
  }
}

extension RuleForm where Value == Bool {
  static var flag: Self { Self("true or false") { $0.boolean($1, in: $2) } }
}

extension RuleForm where Value == ByteSet {
  static var characters: Self { Self("characters") { $0.characterClass($1, in: $2) } }
}

extension RuleForm where Value == [Rule.Adjustment] {
  static var adjustments: Self { Self("tables") { $0.adjustments($1, in: $2) } }
}

extension RuleForm where Value == KeyCheck {
  static var check: Self { Self("table") { $0.check($1, in: $2) } }
}

extension RuleForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// A word of a fixed set.
  static var word: Self {
    Self(Value.allCases.map(\.rawValue).joined(separator: ", ")) {
      $0.word($1, in: $2, of: Value.self)
    }
  }
}

extension RuleForm {
  /// A list of words of a fixed set.
  static func kinds<Word: RawRepresentable & CaseIterable>() -> Self
  where Word.RawValue == String, Value == [Word] {
    Self("list of " + Word.allCases.map(\.rawValue).joined(separator: ", ")) {
      $0.words($1, in: $2, of: Word.self)
    }
  }
}
