import Basics

/// An option as help and completions show it.
struct OptionSpec: Sendable {
  /// Name without the dashes, such as `format`.
  var name: String
  /// One-letter name, such as `f`.
  var short: Character?
  /// Its value; nil for an option without one.
  var value: Value?
  let makeHelp: @Sendable () -> String

  struct Value: Sendable {
    /// What stands for the value in help, such as `FILE`.
    var placeholder: String
    /// The words that it can be; empty for paths, numbers and other text.
    var choices: [String] = []
  }

  /// What it does, in a sentence.
  var help: String { makeHelp() }

  /// The words that its value can be; empty for one without a value, too.
  var choices: [String] { value?.choices ?? [] }

  /// The names as they are typed, such as `-f` and `--format`.
  var words: [String] { (short.map { ["-\($0)"] } ?? []) + ["--\(name)"] }
}

/// An option of a command, declared once: help, completions and the parser come from here.
struct Option<Target>: Sendable {
  /// Makes the help, which few runs need.
  typealias Help = @Sendable () -> String
  typealias Effect = @Sendable (inout Target, String) throws(UsageError) -> Void

  let spec: OptionSpec
  /// Writes the value, which is empty for an option without one, into the command.
  let apply: Effect

  /// The same option, which also hands over how it was given, as one word of an argument list.
  func noting(_ note: @escaping @Sendable (inout Target, String) -> Void) -> Self {
    Self(self) { target, value throws(UsageError) in
      try apply(&target, value)
      note(&target, "--\(spec.name)" + (spec.value == nil ? "" : "=\(value)"))
    }
  }

  private init(_ other: Self, apply: @escaping Effect) {
    spec = other.spec
    self.apply = apply
  }

  /// Declares an option without a value.
  init(
    _ name: String, short: Character? = nil, help: @autoclosure @escaping Help,
    _ apply: @escaping @Sendable (inout Target) -> Void
  ) {
    spec = OptionSpec(name: name, short: short, makeHelp: help)
    self.apply = { target, _ throws(UsageError) in apply(&target) }
  }

  /// Declares an option whose value is any text, or text that `apply` reads.
  init(
    _ name: String, short: Character? = nil, value placeholder: String, choices: [String] = [],
    help: @autoclosure @escaping Help, _ apply: @escaping Effect
  ) {
    spec = OptionSpec(
      name: name, short: short,
      value: OptionSpec.Value(placeholder: placeholder, choices: choices), makeHelp: help)
    self.apply = apply
  }

  /// Declares an option whose value is one of a type's words.
  init<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, short: Character? = nil, choice placeholder: String,
    help: @autoclosure @escaping Help,
    _ apply: @escaping @Sendable (inout Target, Choice) -> Void
  ) {
    let words = Choice.allCases.map { $0.rawValue }
    self.init(name, short: short, value: placeholder, choices: words, help: help()) {
      target, text throws(UsageError) in
      guard let choice = Choice(rawValue: text) else {
        throw UsageError("--\(name) is \(Quantity.list(words, before: "or")), not `\(text)`")
      }
      apply(&target, choice)
    }
  }

  /// Declares an option whose value is a number in a range.
  init(
    _ name: String, number placeholder: String, in range: ClosedRange<Int>,
    help: @autoclosure @escaping Help,
    _ apply: @escaping @Sendable (inout Target, Int) -> Void
  ) {
    self.init(name, value: placeholder, help: help()) { target, text throws(UsageError) in
      guard let number = Int(text), range.contains(number) else {
        throw UsageError("--\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
      }
      apply(&target, number)
    }
  }
}
