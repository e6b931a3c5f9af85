/// Where in the record of a transcript a secret stands, and whose words these are.
package struct TranscriptRecord: Sendable, Equatable {
  /// The value in the record, as a JSON pointer (RFC 6901).
  package var pointer: String
  package var role: Role

  /// Whose words a part of a transcript is; the raw value is the name in reports.
  package enum Role: String, Sendable {
    /// What a person wrote.
    case prompt
    /// What the model asked a tool to do.
    case toolCall = "tool-call"
    /// What a tool gave.
    case toolOutput = "tool-output"
    /// What the model said.
    case answer
    /// What the agent keeps beside all that.
    case record

    /// Where a secret in it has been, beside the disk.
    package var journey: String {
      switch self {
      case .prompt: "typed into a prompt, sent to the model"
      case .toolCall: "written by the model into a tool call"
      case .toolOutput: "given by a tool, sent to the model"
      case .answer: "repeated by the model"
      case .record: "kept by the agent"
      }
    }
  }

  package init(pointer: String, role: Role) {
    self.pointer = pointer
    self.role = role
  }
}
