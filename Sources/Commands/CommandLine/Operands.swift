/// The words that a command takes besides options, declared once.
struct Operands<Target>: Sendable {
  /// As help shows them, such as `[PATH…]`.
  let placeholder: String
  /// Most of them; nil for any number.
  let most: Int?
  /// Words that one of them can be, for completions; where there are none, shells complete paths.
  let words: @Sendable () -> [String]
  /// Writes them into the command, in the order given.
  let apply: @Sendable (inout Target, [String]) throws(UsageError) -> Void

  /// Declares operands.
  init(
    _ placeholder: String, most: Int? = nil, words: @escaping @Sendable () -> [String] = { [] },
    _ apply: @escaping @Sendable (inout Target, [String]) throws(UsageError) -> Void
  ) {
    self.placeholder = placeholder
    self.most = most
    self.words = words
    self.apply = apply
  }

  /// Declares that there is at most one.
  static func one(
    _ placeholder: String, words: @escaping @Sendable () -> [String] = { [] },
    _ apply: @escaping @Sendable (inout Target, String?) -> Void
  ) -> Self {
    Self(placeholder, most: 1, words: words) { target, operands throws(UsageError) in
      apply(&target, operands.first)
    }
  }

  /// Declares that there are none.
  static var none: Self { Self("", most: 0) { _, _ throws(UsageError) in } }
}
